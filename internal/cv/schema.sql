-- One CV of a person.
create table cv (                             --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  made_at      moment not null,               --: plain
  updated_at   moment not null,               --: plain
  pending      bigint not null,               --: plain
  mark         text   not null,               --: key
  body         sealed not null                --: sealed 801 career (profile apply): written by the person, or brought in for them
);
create index cv_subject on cv (subject_id, updated_at);
create index cv_dossier on cv (dossier_id);
create unique index cv_mark on cv (subject_id, mark) where mark <> '';
