-- One message in the thread of an application.
create table message (                         --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  by_id          id,                           --: key
  at             moment not null,              --: plain
  shown_at       moment not null,              --: plain
  body           sealed not null               --: sealed 1001 message (correspond): written by a member or by the person
);
create index message_thread on message (application_id, at);
create index message_dossier on message (dossier_id);
