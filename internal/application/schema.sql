-- What somebody is about to send. The subject is the person's, or for a visitor one that is made for the draft alone.
create table application_draft (               --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,    --: key
  subject_id   id     not null,                --: key
  dossier_id   id     not null,                --: key
  job_id       id     not null,                --: key
  file_id      id,                             --: key
  cv_id        id,                             --: key
  made_at      moment not null,                --: plain
  submitted_at moment,                         --: plain
  contact      sealed not null,                --: sealed 908 contact (apply): typed by the person
  career       sealed not null                 --: sealed 909 career (apply): typed by the person
);
create index application_draft_dossier on application_draft (dossier_id);

-- One candidate's application to one job.
create table application (                     --: employer=employer_id subject=subject_id dossier=dossier_id
  id           id     not null primary key,    --: key
  employer_id  id     not null,                --: key
  subject_id   id     not null,                --: key
  dossier_id   id     not null,                --: key
  job_id       id     not null,                --: key
  file_id      id,                             --: key
  site_id      id,                             --: key
  sent_at      moment not null,                --: plain
  ended_at     moment,                         --: plain
  clock_at     moment,                         --: plain
  told_at      moment,                         --: plain
  job_title    text   not null,                --: plain
  employer_name text  not null,                --: plain
  language     text   not null,                --: unsealed preference (apply assess contact correspond): letters are written in it
  stage        text   not null,                --: unsealed judgement (apply assess contact correspond claims recruit): the table filters by it
  outcome      text   not null,                --: unsealed judgement (apply assess contact correspond claims recruit): the table filters by it
  stage_id     id,                             --: unsealed judgement (apply assess contact correspond claims recruit): the board is kept by it; null is the first stage of its kind
  stage_at     moment,                         --: plain
  score        bigint not null,                --: unsealed judgement (apply assess contact correspond claims): the table sorts by it; tenths, 0 is none
  name         sealed not null,                --: sealed 901 identity (apply assess contact correspond): typed by the person
  contact      sealed not null,                --: sealed 902 contact (apply contact correspond): typed by the person
  career       sealed not null,                --: sealed 903 career (apply assess): letter and answers, typed by the person
  cv           sealed,                         --: sealed 904 career (apply assess): copy of a CV of the person
  decision     sealed                          --: sealed 905 judgement (apply assess correspond): reason, written by a member
);
create unique index application_once on application (subject_id, job_id);
create index application_job on application (employer_id, job_id, outcome, stage, score, sent_at, id, stage_id);
create index application_sent on application (employer_id, job_id, sent_at, id, outcome, stage, stage_id, score);
create index application_dossier on application (dossier_id);
create index application_clock on application (clock_at, job_id);

-- How an application came from one state to the next, and who did it.
create table application_move (                --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  by_id          id,                           --: key
  at             moment not null,              --: plain
  undone_at      moment,                       --: plain
  from_stage     text   not null,              --: unsealed judgement (apply assess contact correspond): undo goes back to it
  from_outcome   text   not null,              --: unsealed judgement (apply assess contact correspond): undo goes back to it
  to_stage       text   not null,              --: unsealed judgement (apply assess contact correspond): the letter says it
  to_outcome     text   not null,              --: unsealed judgement (apply assess contact correspond): the letter says it
  from_stage_id  id,                           --: unsealed judgement (apply assess contact correspond): undo goes back to it
  to_stage_id    id,                           --: unsealed judgement (apply assess contact correspond): the timeline says it to the team
  letter         bigint not null               --: plain
);
create index application_move_of on application_move (application_id, at);
create index application_move_dossier on application_move (dossier_id);

-- What a member thinks of an application.
create table application_note (                --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  by_id          id     not null,              --: key
  at             moment not null,              --: plain
  score          bigint not null,              --: unsealed judgement (assess): the mean of the team is made of it; 0 is none
  body           sealed not null               --: sealed 907 judgement (assess): written by a member
);
create index application_note_of on application_note (application_id, at);
create index application_note_dossier on application_note (dossier_id);

-- What an employer keeps of an application that is gone, shut to all but the defence of claims.
create table claim (                           --: employer=employer_id subject=subject_id dossier=dossier_id
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  subject_id  id     not null,                 --: key
  dossier_id  id     not null,                 --: key
  made_at     moment not null,                 --: plain
  body        sealed not null                  --: sealed 906 judgement (claims): which job, when, how far, why it ended, which score
);
create index claim_dossier on claim (dossier_id);
create index claim_subject on claim (subject_id);

-- One stage of a job's pipeline, or of the template that the jobs of a language start from (job_id is null). The name is the employer's
-- own word, and no candidate reads it.
create table stage (                           --: employer=employer_id
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  job_id      id,                              --: key
  language    text   not null,                 --: plain
  place       bigint not null,                 --: plain
  kind        text   not null,                 --: plain
  name        text   not null,                 --: plain
  days        bigint not null,                 --: plain
  mails       bigint not null                  --: plain
);
create index stage_of on stage (employer_id, job_id, language, place);

-- What an employer says in place of Verv's own sentence for a reason. It is sent to whoever is rejected, so anyone may read it.
create table reason_text (                     --: employer=employer_id public
  employer_id id     not null,                 --: key
  reason      text   not null,                 --: plain
  language    text   not null,                 --: plain
  body        text   not null,                 --: plain
  changed_at  moment not null,                 --: plain
  primary key (employer_id, reason, language)
);

-- What a member does to many applications of a job at once: chosen first, done when it was read over, undone as a whole.
create table bulk (                            --: employer=employer_id
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  job_id      id     not null,                 --: key
  by_id       id     not null,                 --: key
  deed        text   not null,                 --: plain
  stage_id    id,                              --: key
  reason      text   not null,                 --: plain
  made_at     moment not null,                 --: plain
  begun_at    moment,                          --: plain
  undone_at   moment                           --: plain
);
create index bulk_made on bulk (made_at);

-- One application of a bulk, and what became of it there.
create table bulk_item (                       --: employer=employer_id subject=subject_id dossier=dossier_id
  bulk_id        id     not null,              --: key
  application_id id     not null,              --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  move_id        id,                           --: key
  result         text   not null,              --: plain
  primary key (bulk_id, application_id)
);
create index bulk_item_dossier on bulk_item (dossier_id);

-- Filters that a member keeps, for the member alone. No name that was looked for is in it: it would outlive whose it is.
create table saved_filter (                    --: employer=employer_id subject=subject_id dossier=dossier_id
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  subject_id  id     not null,                 --: key
  dossier_id  id     not null,                 --: key
  made_at     moment not null,                 --: plain
  body        sealed not null                  --: sealed 920 preference (assess): typed by the member
);
create index saved_filter_of on saved_filter (employer_id, subject_id, made_at);
create index saved_filter_dossier on saved_filter (dossier_id);

-- How a member wants the board to be. A member without a row has the keys of one letter.
create table board_setting (                   --: employer=employer_id subject=subject_id dossier=dossier_id
  subject_id  id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  dossier_id  id     not null,                 --: key
  shortcuts   bigint not null                  --: unsealed preference (assess): the page is made by it
);
create index board_setting_dossier on board_setting (dossier_id);
