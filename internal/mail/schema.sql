-- A message that came in, whole and sealed, until the thread it belongs to has taken it; then it is gone from here.
create table incoming (                     --: subject=subject_id dossier=dossier_id
  id         id     not null primary key,   --: key
  subject_id id     not null,               --: key
  dossier_id id     not null,               --: key
  at         moment not null,               --: plain
  size       bigint not null,               --: plain
  raw        sealed not null                --: sealed 1101 message (correspond): the sender's words and address, as they came
);
create index incoming_open on incoming (at);

-- How often a server refused a letter for good, by day and class. It names nobody.
create table mail_refusal (
  day   text   not null,                    --: plain
  class text   not null,                    --: plain
  n     bigint not null,                    --: plain
  primary key (day, class)
);
