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
  checked_at   moment,                         --: plain
  contact      sealed not null,                --: sealed 908 contact (apply): typed by the person
  career       sealed not null                 --: sealed 909 career (apply): typed by the person
);
create index application_draft_of on application_draft (subject_id, made_at);
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
create index application_standing on application (job_id, id) where ended_at is null;
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
  parent_id      id,                           --: key
  at             moment not null,              --: plain
  score          bigint not null,              --: unsealed judgement (assess): the mean of the team is made of it; 0 is none
  body           sealed not null               --: sealed 907 judgement (assess): written by a member
);
create index application_note_of on application_note (application_id, at);
create index application_note_dossier on application_note (dossier_id);

-- A scorecard as an employer's template: criteria with what each score means in words. No person is in it.
create table scorecard_template (              --: employer=employer_id
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  name        text   not null,                 --: plain
  criteria    text   not null,                 --: plain
  changed_at  moment not null                  --: plain
);
create index scorecard_template_of on scorecard_template (employer_id, name);

-- The criteria of one job, copied from a template so that a later change of it moves nobody's scores.
create table scorecard_plan (                  --: employer=employer_id
  job_id      id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  name        text   not null,                 --: plain
  criteria    text   not null,                 --: plain
  changed_at  moment not null                  --: plain
);

-- What one member thinks of an application, criterion by criterion.
create table scorecard (                       --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  by_id          id     not null,              --: key
  made_at        moment not null,              --: plain
  changed_at     moment not null,              --: plain
  score          bigint not null,              --: unsealed judgement (assess): the mean of the team is made of it; tenths
  body           sealed not null               --: sealed 930 judgement (assess): scores, verdict and reasons, written by a member
);
create unique index scorecard_once on scorecard (application_id, by_id);
create index scorecard_dossier on scorecard (dossier_id);

-- A member was asked to look at an application.
create table review (                          --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  for_id         id     not null,              --: key
  by_id          id     not null,              --: key
  asked_at       moment not null,              --: plain
  done_at        moment                        --: plain
);
create unique index review_once on review (application_id, for_id);
create index review_for on review (employer_id, for_id, done_at, asked_at);
create index review_dossier on review (dossier_id);

-- A member is named in a note.
create table application_mention (             --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  note_id        id     not null,              --: key
  for_id         id     not null               --: key
);
create index application_mention_of on application_mention (application_id);
create index application_mention_dossier on application_mention (dossier_id);

-- What a member has to do. About an application it lies in that dossier, about a job in the dossier of whoever is to do it.
create table todo (                            --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id,                           --: key
  job_id         id     not null,              --: key
  for_id         id     not null,              --: key
  by_id          id     not null,              --: key
  due            text   not null,              --: plain
  made_at        moment not null,              --: plain
  done_at        moment,                       --: plain
  reminded_at    moment,                       --: plain
  body           sealed not null               --: sealed 931 judgement (assess recruit): what is to be done, written by a member
);
create index todo_for on todo (employer_id, for_id, done_at, due);
create index todo_of on todo (application_id);
create index todo_due on todo (due, reminded_at);
create index todo_dossier on todo (dossier_id);

-- Something a member is to be told by mail, at the pace they chose. It names nobody.
create table notification (                    --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id,                           --: key
  batch_id       id,                           --: key
  kind           text   not null,              --: plain
  pace           text   not null,              --: plain
  at             moment not null               --: plain
);
create index notification_for on notification (subject_id, pace, batch_id);
create index notification_dossier on notification (dossier_id);
create index notification_open on notification (pace, at) where batch_id is null;

-- How often a member wants mail about one kind of thing. Without a row it is the kind's own pace.
create table notification_setting (            --: employer=employer_id subject=subject_id dossier=dossier_id
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  subject_id  id     not null,                 --: key
  dossier_id  id     not null,                 --: key
  kind        text   not null,                 --: plain
  pace        text   not null                  --: unsealed preference (account assess correspond recruit): letters follow it
);
create unique index notification_setting_once on notification_setting (subject_id, employer_id, kind);
create index notification_setting_dossier on notification_setting (dossier_id);

-- When the person of an application last heard from the employer.
create table application_answer (              --: employer=employer_id subject=subject_id dossier=dossier_id
  application_id id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  sent_at        moment not null,              --: plain
  first_at       moment,                       --: plain
  heard_at       moment not null,              --: plain
  reminded_at    moment,                       --: plain
  filled_at      moment,                       --: plain
  counted_at     moment                        --: plain
);
create index application_answer_heard on application_answer (heard_at);
create index application_answer_left on application_answer (reminded_at) where filled_at is null;
create index application_answer_uncounted on application_answer (application_id) where counted_at is null;
create index application_answer_dossier on application_answer (dossier_id);

-- After how many days of silence an employer's team is reminded.
create table answer_rule (                     --: employer=employer_id
  employer_id id     not null primary key,     --: key
  days        bigint not null,                 --: plain
  changed_at  moment not null                  --: plain
);

-- How long one applicant waited for the first answer. Nothing leads from here to the person; the median is public.
create table answer_time (                     --: employer=employer_id public
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  at          moment not null,                 --: plain
  days        bigint not null                  --: plain
);
create index answer_time_of on answer_time (employer_id, at);

-- Keyed marks by which an employer's applications are compared: name with phone, and the bytes of the file. Without the root key, and
-- at another employer, they say nothing.
create table application_twin (                --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  kind           text   not null,              --: plain
  mark           text   not null               --: key
);
create index application_twin_mark on application_twin (employer_id, kind, mark);
create index application_twin_of on application_twin (application_id);
create index application_twin_dossier on application_twin (dossier_id);

-- A member has said whether two applications are one person's. Each side lies in the dossier of its own person.
create table application_pair (                --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  other_id       id     not null,              --: key
  by_id          id     not null,              --: key
  at             moment not null,              --: plain
  verdict        text   not null               --: unsealed judgement (assess): the warning follows it
);
create unique index application_pair_once on application_pair (application_id, other_id);
create index application_pair_dossier on application_pair (dossier_id);

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
create index claim_of on claim (employer_id, made_at);

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

-- Something the person of an application is to be told by mail, at the pace they chose.
create table own_notice (                      --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  batch_id       id,                           --: key
  kind           text   not null,              --: plain
  pace           text   not null,              --: plain
  at             moment not null               --: plain
);
create index own_notice_for on own_notice (subject_id, pace, batch_id);
create index own_notice_dossier on own_notice (dossier_id);

-- How often a person wants mail about one kind of thing. Without a row it comes at once.
create table own_notice_setting (              --: subject=subject_id dossier=dossier_id
  subject_id  id     not null,                 --: key
  kind        text   not null,                 --: plain
  dossier_id  id     not null,                 --: key
  pace        text   not null,                 --: unsealed preference (apply correspond): letters follow it
  primary key (subject_id, kind)
);
create index own_notice_setting_dossier on own_notice_setting (dossier_id);
