-- A saved search of somebody who agreed to be told what is new in it. What was told is a moment, and not a list of jobs.
create table alert (                           --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,    --: key
  subject_id   id     not null,                --: key
  dossier_id   id     not null,                --: key
  site_id      id     not null,                --: key
  made_at      moment not null,                --: plain
  pace         text   not null,                --: unsealed preference (alert operate): the task asks whom to tell at once
  paused_at    moment,                         --: plain
  next_at      moment,                         --: plain
  told_to      moment not null,                --: plain
  sent_at      moment,                         --: plain
  letter_id    id,                             --: key
  letter_from  moment,                         --: plain
  day_at       moment,                         --: plain
  day_letters  bigint not null,                --: plain
  body         sealed not null                 --: sealed 1401 preference (alert): name and search, typed by the person
);
create index alert_of on alert (subject_id, made_at);
create index alert_due on alert (next_at, subject_id) where next_at is not null;
create index alert_pace on alert (pace, id) where paused_at is null;
create index alert_dossier on alert (dossier_id);

-- A search that somebody without an account wants to save, until they prove their address.
create table alert_draft (                     --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,    --: key
  subject_id   id     not null,                --: key
  dossier_id   id     not null,                --: key
  site_id      id     not null,                --: key
  made_at      moment not null,                --: plain
  body         sealed not null                 --: sealed 1402 preference (account): search, and the words that were agreed to, typed by the person
);
create index alert_draft_of on alert_draft (subject_id, made_at);
create index alert_draft_dossier on alert_draft (dossier_id);
