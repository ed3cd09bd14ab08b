-- One ranking of people for a job: who pressed, when, by which rules, of what. It tells nothing of anybody who was compared.
create table propose_run (                    --: employer=employer_id
  id           id     not null primary key,   --: key
  employer_id  id     not null,               --: key
  job_id       id     not null,               --: key
  by_id        id     not null,               --: key
  made_at      moment not null,               --: plain
  ends_at      moment not null,               --: plain
  version      text   not null,               --: plain
  input        text   not null                --: plain
);
create index propose_run_of on propose_run (employer_id, job_id, made_at);
create index propose_run_ends on propose_run (ends_at);

-- Somebody who came out of it, and why. It ends with the run, or with its person.
create table proposal (                       --: employer=employer_id subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  employer_id  id     not null,               --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  run_id       id     not null,               --: key
  job_id       id     not null,               --: key
  card_id      id     not null,               --: key
  made_at      moment not null,               --: plain
  body         sealed not null                --: sealed 1501 career (profile find): made here by comparing the card with a job
);
create index proposal_run on proposal (employer_id, run_id);
create index proposal_subject on proposal (subject_id, made_at);
create index proposal_dossier on proposal (dossier_id);

-- A member decided that somebody is not for a job.
create table proposal_pass (                  --: employer=employer_id subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  employer_id  id     not null,               --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  job_id       id     not null,               --: key
  card_id      id     not null,               --: key
  by_id        id     not null,               --: key
  at           moment not null,               --: plain
  body         sealed not null                --: sealed 1502 judgement (find): chosen by a member
);
create unique index proposal_pass_once on proposal_pass (employer_id, job_id, card_id);
create index proposal_pass_subject on proposal_pass (subject_id);
create index proposal_pass_dossier on proposal_pass (dossier_id);
