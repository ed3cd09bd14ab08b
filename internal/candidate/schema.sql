-- A person seeking work, as they describe themselves. Their address is in the account house.
create table candidate (                      --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null unique,        --: key
  dossier_id   id     not null,               --: key
  made_at      moment not null,               --: plain
  used_at      moment not null,               --: plain
  name         sealed not null,               --: sealed 701 identity (profile apply correspond): typed by the person
  contact      sealed not null,               --: sealed 702 contact (profile apply): typed by the person
  career       sealed not null                --: sealed 703 career (profile apply): typed by the person
);
create index candidate_dossier on candidate (dossier_id);
