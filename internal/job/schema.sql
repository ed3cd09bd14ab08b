-- An advertisement. Its text names an employer and a job, no private person.
create table job (                             --: employer=employer_id public
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  site_id        id     not null,              --: key
  source         text   not null,              --: plain
  source_id      text   not null,              --: plain
  hash           text   not null,              --: plain
  state          text   not null,              --: plain
  reason         text   not null,              --: plain
  version        bigint not null,              --: plain
  title          text   not null,              --: plain
  body           text   not null,              --: plain
  language       text   not null,              --: plain
  remote         text   not null,              --: plain
  remote_from    text   not null,              --: plain
  employment     text   not null,              --: plain
  extent_min     bigint not null,              --: plain
  extent_max     bigint not null,              --: plain
  work_languages text   not null,              --: plain
  pay_min        bigint not null,              --: plain
  pay_max        bigint not null,              --: plain
  pay_currency   text   not null,              --: plain
  pay_unit       text   not null,              --: plain
  pay_text       text   not null,              --: plain
  start_day      text   not null,              --: plain
  deadline       text   not null,              --: plain
  ends_at        moment not null,              --: plain
  steps          text   not null,              --: plain
  decides        text   not null,              --: plain
  ad_url         text   not null,              --: plain
  apply_url      text   not null,              --: plain
  place_text     text   not null,              --: plain
  region         text   not null,              --: plain
  words          text   not null,              --: plain
  occupation     text   not null,              --: plain
  made_at        moment not null,              --: plain
  changed_at     moment not null,              --: plain
  published_at   moment,                       --: plain
  closed_at      moment,                       --: plain
  publish_at     moment,                       --: plain
  client_id      id,                           --: key
  client_name    text   not null,              --: plain
  client_secret  bigint not null               --: plain
);
create index job_employer on job (employer_id, state, changed_at);
create index job_open on job (state, published_at, id);
create index job_home on job (site_id, state, id, ends_at, changed_at);
create index job_due on job (state, ends_at);
create index job_planned on job (state, publish_at);
create unique index job_source on job (site_id, source, source_id) where source <> '';

-- Where the work is done, in the order of the advertisement.
create table job_place (                       --: employer=employer_id public
  job_id       id     not null,                --: key
  employer_id  id     not null,                --: key
  place        bigint not null,                --: plain
  street       text   not null,                --: plain
  postcode     text   not null,                --: plain
  town         text   not null,                --: plain
  region       text   not null,                --: plain
  country      text   not null,                --: plain
  country_text text   not null,                --: plain
  primary key (job_id, place)
);

-- What every applicant to the job is asked. Answers refer to the identifier, so a question keeps it for life.
create table job_question (                    --: employer=employer_id public
  id          id     not null primary key,     --: key
  job_id      id     not null,                 --: key
  employer_id id     not null,                 --: key
  place       bigint not null,                 --: plain
  kind        text   not null,                 --: plain
  label       text   not null,                 --: plain
  hint        text   not null,                 --: plain
  choices     text   not null,                 --: plain
  required    bigint not null                  --: plain
);
create index job_question_job on job_question (job_id, place);

-- What was done with a job, when, and by which member. Comments are about the advertisement.
create table job_event (                       --: employer=employer_id
  id          id     not null primary key,     --: key
  job_id      id     not null,                 --: key
  employer_id id     not null,                 --: key
  by_id       id,                              --: key
  at          moment not null,                 --: plain
  version     bigint not null,                 --: plain
  act         text   not null,                 --: plain
  comment     text   not null                  --: plain
);
create index job_event_of on job_event (job_id, version);

-- What a job said at each of its last versions, so that two people who change one job see what the other did.
create table job_revision (                    --: employer=employer_id
  job_id      id     not null,                 --: key
  employer_id id     not null,                 --: key
  version     bigint not null,                 --: plain
  at          moment not null,                 --: plain
  content     text   not null,                 --: plain
  primary key (job_id, version)
);

-- A job to begin the next one with.
create table job_template (                    --: employer=employer_id
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  name        text   not null,                 --: plain
  content     text   not null,                 --: plain
  made_at     moment not null                  --: plain
);
create index job_template_of on job_template (employer_id, name);

-- How the operator stands to a job. One without a row, or whose row is clear, is public while it is open; any other is public nowhere.
create table job_moderation (                  --: employer=employer_id public
  job_id      id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  state       text   not null,                 --: plain
  cause       text   not null,                 --: plain
  queued_at   moment,                          --: plain
  looked_at   moment,                          --: plain
  text_hash   text   not null,                 --: plain
  signals     text   not null,                 --: plain
  score       bigint not null,                 --: plain
  version     bigint not null                  --: plain
);
create index job_moderation_shut on job_moderation (state, job_id);
create index job_moderation_queue on job_moderation (queued_at, job_id) where queued_at is not null;
create index job_moderation_text on job_moderation (text_hash, state, employer_id);
create index job_moderation_employer on job_moderation (employer_id, state);

-- What the operator decided about a job, and why: the statement of reasons that its employer gets. It speaks of an advertisement.
create table job_decision (                    --: employer=employer_id
  id          id     not null primary key,     --: key
  job_id      id     not null,                 --: key
  employer_id id     not null,                 --: key
  at          moment not null,                 --: plain
  ruling      text   not null,                 --: plain
  ground      text   not null,                 --: plain
  source      text   not null,                 --: plain
  text        text   not null,                 --: plain
  waited      bigint not null                  --: plain
);
create index job_decision_job on job_decision (job_id, at);
create index job_decision_at on job_decision (at);

-- What an employer answered to a decision. Once each.
create table job_appeal (                      --: employer=employer_id subject=subject_id dossier=dossier_id
  id          id     not null primary key,     --: key
  job_id      id     not null,                 --: key
  employer_id id     not null,                 --: key
  subject_id  id     not null,                 --: key
  dossier_id  id     not null,                 --: key
  decision_id id     not null,                 --: key
  at          moment not null,                 --: plain
  answered_at moment,                          --: plain
  body        sealed not null                  --: sealed 620 message (recruit moderate): written by a member for the employer
);
create unique index job_appeal_decision on job_appeal (decision_id);
create index job_appeal_open on job_appeal (job_id, answered_at);
create index job_appeal_dossier on job_appeal (dossier_id);

-- What somebody said is wrong with an advertisement. The subject is one of its own, made for the report.
create table job_report (                      --: subject=subject_id dossier=dossier_id
  id          id     not null primary key,     --: key
  job_id      id     not null,                 --: key
  subject_id  id     not null,                 --: key
  dossier_id  id     not null,                 --: key
  site_id     id,                              --: key
  at          moment not null,                 --: plain
  reason      text   not null,                 --: plain
  language    text   not null,                 --: unsealed preference (moderate correspond): letters are written in it
  answered_at moment,                          --: plain
  ruling      text   not null,                 --: plain
  again_at    moment,                          --: plain
  body        sealed not null,                 --: sealed 621 message (moderate): typed by the person who reports
  contact     sealed,                          --: sealed 622 contact (moderate correspond): typed by the person who reports
  again       sealed                           --: sealed 623 message (moderate): complaint, typed by the person who reports
);
create index job_report_open on job_report (job_id, answered_at);
create index job_report_dossier on job_report (dossier_id);

-- How many reports came in a month. The reports themselves end; the count does not.
create table report_tally (
  month       text   not null,                 --: plain
  reason      text   not null,                 --: plain
  n           bigint not null,                 --: plain
  primary key (month, reason)
);
