-- What lies in the place of sealed files.
create table file (                          --: employer=employer_id subject=subject_id dossier=dossier_id
  id          id     not null primary key,   --: key
  employer_id id,                            --: key
  subject_id  id     not null,               --: key
  dossier_id  id     not null,               --: key
  made_at     moment not null,               --: plain
  kind        text   not null,               --: plain
  size        bigint not null,               --: plain
  about       sealed not null                --: sealed 1201 career (profile apply assess correspond): the name it was given; the field also covers the file's bytes
);
create index file_dossier on file (dossier_id);
create index file_subject on file (subject_id);
create index file_employer on file (employer_id, size);
