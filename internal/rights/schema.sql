-- A download that a person asked for. The file itself lies with the others, under the same dossier.
create table export (                         --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  file_id      id,                            --: key
  asked_at     moment not null,               --: plain
  ready_at     moment,                        --: plain
  done         bigint not null,               --: plain
  whole        bigint not null                --: plain
);
create index export_subject on export (subject_id, asked_at);
create index export_dossier on export (dossier_id);

-- The letter that says that everything is erased. Its subject is made for it alone and leads to nobody.
create table farewell (                       --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null unique,        --: key
  dossier_id   id     not null,               --: key
  posted_at    moment,                        --: plain
  letter       sealed not null                --: sealed 1301 contact (correspond): copied from the account before it ended
);
create index farewell_dossier on farewell (dossier_id);
