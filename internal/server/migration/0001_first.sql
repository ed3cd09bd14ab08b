-- The store's own tables. None of them holds a word about a person: handles, identifiers, moments, purposes.

-- The unit of keys and of deletion: one person's data, at one holder, under one retention rule, about one thing.
create table dossier (
  id          id     not null primary key,                 --: key
  subject_id  id     not null,                             --: key
  employer_id id,                                          --: key
  class       text   not null,                             --: plain
  thing_id    id,                                          --: key
  made_at     moment not null,                             --: plain
  clock_at    moment,                                      --: plain
  due_at      moment,                                      --: plain
  warned_at   moment,                                      --: plain
  hold_until  moment,                                      --: plain
  ending_at   moment,                                      --: plain
  rests_at    moment                                       --: plain
);
create index dossier_rests on dossier (id) where rests_at is not null;
create index dossier_subject on dossier (subject_id, class);
create index dossier_due on dossier (due_at);
create unique index dossier_one on dossier (subject_id, class, coalesce(employer_id, ''), coalesce(thing_id, ''));

-- What happened, in the past tense, by identifiers only.
create table fact (
  seq  counter primary key,                                --: key
  xid  txid,                                               --: key
  at   moment  not null,                                   --: plain
  kind text    not null,                                   --: plain
  ids  text    not null                                    --: key
);
create index fact_order on fact (xid, seq);
create index fact_lost on fact (seq) where kind = 'ledger.lost';

-- How far a durable reader of facts has come.
create table cursor_of (
  name text   not null primary key,                        --: plain
  xid  text   not null,                                    --: key
  seq  bigint not null                                     --: key
);

-- Who opened what of other people, one row a page view.
create table access_record (                               --: events
  id          id     not null primary key,                 --: key
  at          moment not null,                             --: plain
  actor       text   not null,                             --: plain
  actor_id    id,                                          --: key
  employer_id id,                                          --: key
  purpose     text   not null,                             --: plain
  noun        text,                                        --: plain
  object_id   id                                           --: key
);
create index access_record_at on access_record (at);
create index access_record_object on access_record (object_id, actor_id, noun);

-- The dossiers one page view opened, by handles that only their keys can make.
create table access_handle (
  handle    text not null,                                 --: key
  record_id id   not null,                                 --: key
  primary key (handle, record_id)
);
create index access_handle_record on access_handle (record_id);

-- What was done. Written loose, chained by the sealer into months.
create table audit_entry (                                 --: events
  seq         counter primary key,                         --: key
  xid         txid,                                        --: key
  at          moment not null,                             --: plain
  actor       text   not null,                             --: plain
  actor_id    id,                                          --: key
  employer_id id,                                          --: key
  purpose     text   not null,                             --: plain
  scope       text   not null,                             --: plain
  did         text   not null,                             --: plain
  month       text,                                        --: plain
  place       bigint,                                      --: plain
  chain       text                                         --: plain
);
create index audit_place on audit_entry (month, place) where month is not null;
create index audit_loose on audit_entry (xid, seq) where month is null;

-- The signed head of each month's chain.
create table audit_month (                                 --: events
  month     text   not null primary key,                   --: plain
  entries   bigint not null,                               --: plain
  head      text   not null,                               --: plain
  signature text   not null,                               --: plain
  sealed_at moment not null                                --: plain
);

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

-- Features that were switched off once, and since when they are as they are. A feature without a row is on.
create table feature_switch (                  --:
  name       text   not null primary key,      --: plain
  off        bigint not null,                  --: plain
  changed_at moment not null                   --: plain
);

-- Work to be done. The arguments are identifiers and moments only.
create table task (
  id          id     not null primary key,   --: key
  kind        text   not null,               --: plain
  once        text   unique,                 --: key
  args        text   not null,               --: key
  employer_id id,                            --: key
  subject_id  id,                            --: key
  due_at      moment not null,               --: plain
  made_at     moment not null,               --: plain
  tries       bigint not null,               --: plain
  lease_until moment,                        --: plain
  lease_id    id,                            --: key
  dead_at     moment,                        --: plain
  trouble     text                           --: plain
);
create index task_due on task (due_at, id);

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

-- A login of one person. Its subject is the account's own and has the account's identifier, so that the holder of an address in the
-- keystore leads to the row.
create table account (                        --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  made_at      moment not null,               --: plain
  confirmed_at moment,                        --: plain
  used_at      moment not null,               --: plain
  contact      sealed not null,               --: sealed 101 contact (account apply correspond): typed by the person
  profile      sealed not null,               --: sealed 102 preference (account apply correspond): typed by the person
  secret       sealed                         --: sealed 103 credential (account): hash of a password, typed by the person
);
create index account_subject on account (subject_id);
create index account_dossier on account (dossier_id);

-- What an account is here. The identifier is that of the persona's own subject, whose dossiers live and end by themselves.
create table persona (                        --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  kind         text   not null,               --: plain
  role         text   not null,               --: plain
  employer_id  id,                            --: key
  made_at      moment not null,               --: plain
  confirmed_at moment,                        --: plain
  used_at      moment not null                --: plain
);
create index persona_subject on persona (subject_id);
create index persona_dossier on persona (dossier_id);
create index persona_team on persona (employer_id, kind);
create index persona_unconfirmed on persona (made_at) where confirmed_at is null;

-- How a persona is reached: the persona's own copy of address and language, so that one persona can go and leave the other.
create table reach (                          --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null unique,        --: key
  dossier_id   id     not null,               --: key
  account_id   id     not null,               --: key
  confirmed_at moment,                        --: plain
  body         sealed not null                --: sealed 104 contact (account apply correspond): copied from the account
);
create index reach_dossier on reach (dossier_id);

-- An open login. The token itself is with the browser alone.
create table session (                        --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  hash         text   not null unique,        --: key
  persona_id   id     not null,               --: key
  made_at      moment not null,               --: plain
  used_at      moment not null,               --: plain
  proved_at    moment not null,               --: plain
  ends_at      moment not null,               --: plain
  strong       bigint not null,               --: plain
  half         bigint not null,               --: plain
  role         text   not null,               --: plain
  language     text   not null,               --: unsealed preference (account security): every page is written in it
  device       sealed not null                --: sealed 105 usage (account): browser family and system, from the browser
);
create index session_subject on session (subject_id);
create index session_dossier on session (dossier_id);

-- A one-time link. The token is in the letter alone.
create table link (                           --: subject=subject_id dossier=dossier_id
  hash         text   not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  kind         text   not null,               --: plain
  persona_id   id,                            --: key
  employer_id  id,                            --: key
  role         text   not null,               --: plain
  thing_id     text,                          --: key
  host         text   not null,               --: plain
  strong       bigint not null,               --: plain
  made_at      moment not null,               --: plain
  expires_at   moment not null,               --: plain
  used_at      moment                         --: plain
);
create index link_subject on link (subject_id);
create index link_dossier on link (dossier_id);
create index link_expires on link (expires_at);

-- An address on its way from one to another.
create table relocation (                     --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  made_at      moment not null,               --: plain
  confirmed_at moment,                        --: plain
  stopped_at   moment,                        --: plain
  body         sealed not null                --: sealed 106 contact (account): the old and the new address, typed by the person
);
create index relocation_subject on relocation (subject_id);
create index relocation_dossier on relocation (dossier_id);

-- The second factor.
create table factor (                         --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null unique,        --: key
  dossier_id   id     not null,               --: key
  made_at      moment not null,               --: plain
  confirmed_at moment,                        --: plain
  last_step    bigint not null,               --: plain
  body         sealed not null                --: sealed 107 credential (account): the shared secret, made here
);
create index factor_dossier on factor (dossier_id);

-- Codes for the day the telephone is lost. They are random, so their hash says nothing.
create table recovery (                       --: subject=subject_id dossier=dossier_id
  hash         text   not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  used_at      moment                         --: plain
);
create index recovery_subject on recovery (subject_id);
create index recovery_dossier on recovery (dossier_id);

-- How often something was tried. The mark is a keyed hash: without the root key nobody can ask it about an address.
create table throttle (
  mark         text   not null primary key,   --: key
  start_at     moment not null,               --: plain
  until_at     moment,                        --: plain
  tries        bigint not null,               --: plain
  keep_until   moment not null                --: plain
);
create index throttle_keep on throttle (keep_until);

-- What a program calls the API with: a persona, and of what it may do only what its person ticked. The token itself was shown once.
create table token (                          --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  hash         text   not null unique,        --: key
  persona_id   id     not null,               --: key
  made_at      moment not null,               --: plain
  used_at      moment,                        --: plain
  ends_at      moment not null,               --: plain
  strong       bigint not null,               --: plain
  scopes       text   not null,               --: plain
  name         sealed not null                --: sealed 108 preference (account): typed by the person
);
create index token_subject on token (subject_id);
create index token_dossier on token (dossier_id);

-- What an operation of the API answered to a key, so that a program which asks again does nothing twice. The mark is a hash of the key.
create table replay (                         --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  mark         text   not null unique,        --: key
  print        text   not null,               --: plain
  made_at      moment not null,               --: plain
  status       bigint not null,               --: plain
  body         sealed                         --: sealed 109 usage (account): answer to the person's own program
);
create index replay_subject on replay (subject_id);
create index replay_dossier on replay (dossier_id);
create index replay_made on replay (made_at);

create table consent_event (                  --: subject=subject_id employer=employer_id dossier=dossier_id
  id          id     not null primary key,    --: key
  subject_id  id     not null,                --: key
  employer_id id,                             --: key
  dossier_id  id     not null,                --: key
  about_id    id,                             --: key
  topic       text   not null,                --: unsealed proof (demonstrate profile apply alert assess correspond account recruit contact operate rights): the state is asked by topic
  given       bigint not null,                --: unsealed proof (demonstrate profile apply alert assess correspond account recruit contact operate rights): the state is asked by topic
  at          moment not null,                --: plain
  until_at    moment,                         --: plain
  body        sealed not null                 --: sealed 201 proof (demonstrate profile apply alert): the words that were shown
);
create index consent_event_subject on consent_event (subject_id, topic, at);

-- Somebody else received a person's data.
create table disclosure (                       --: employer=employer_id subject=subject_id dossier=dossier_id
  id          id     not null primary key,      --: key
  subject_id  id     not null,                  --: key
  employer_id id     not null,                  --: key
  dossier_id  id     not null,                  --: key
  at          moment not null,                  --: plain
  purpose     text   not null,                  --: plain
  body        sealed not null                   --: sealed 301 proof (demonstrate apply assess profile): what was handed over
);
create index disclosure_subject on disclosure (subject_id, at);

-- A dated, reasoned stop of the end of a dossier.
create table hold (
  id         id     not null primary key,       --: key
  dossier_id id     not null,                   --: key
  reason     text   not null,                   --: plain
  set_by     id,                                --: key
  set_at     moment not null,                   --: plain
  until_at   moment not null,                   --: plain
  lifted_at  moment,                            --: plain
  lifted_by  id,                                --: key
  lifted_why text                               --: plain
);
create index hold_dossier on hold (dossier_id);

-- One erasure: why, and how far it came. Its person is an identifier that leads nowhere once it is done.
create table erasure (
  id         id     not null primary key,       --: key
  subject_id id     not null,                   --: key
  cause      text   not null,                   --: plain
  whole      bigint not null,                   --: plain
  step       text   not null,                   --: plain
  asked_at   moment not null,                   --: plain
  done_at    moment                             --: plain
);
create index erasure_open on erasure (done_at, asked_at);
create index erasure_subject on erasure (subject_id, asked_at);

-- One dossier of an erasure.
create table erasure_part (
  erasure_id  id     not null,                  --: key
  dossier_id  id     not null,                  --: key
  employer_id id,                               --: key
  class       text   not null,                  --: plain
  goes        bigint not null,                  --: plain
  until_at    moment,                           --: plain
  rows_gone   bigint not null,                  --: plain
  primary key (erasure_id, dossier_id)
);
create index erasure_part_dossier on erasure_part (dossier_id);

-- When the sweep last ran, and until when it waits after the clock jumped.
create table sweep (
  name       text   not null primary key,       --: plain
  ran_at     moment not null,                   --: plain
  calm_until moment                             --: plain
);

-- A person restricted what is done with what is held about them: with everything, or with one application (GDPR article 18). It lies with the
-- proofs; of_id is the one dossier that rests.
create table restriction (                      --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,     --: key
  subject_id   id     not null,                 --: key
  dossier_id   id     not null,                 --: key
  of_id        id,                              --: key
  ground       text   not null,                 --: plain
  asked_at     moment not null,                 --: plain
  announced_at moment,                          --: plain
  announced_by id,                              --: key
  lift_why     text,                            --: plain
  told_at      moment,                          --: plain
  lifted_at    moment,                          --: plain
  lifted_by    id                               --: key
);
create index restriction_subject on restriction (subject_id, asked_at);
create index restriction_standing on restriction (asked_at) where lifted_at is null;
create index restriction_dossier on restriction (dossier_id);

-- A picture that everybody may see. Its employer is null when a site has it.
create table picture (                         --: employer=employer_id public
  id          id     not null primary key,     --: key
  employer_id id,                              --: key
  name        text   not null,                 --: plain
  mime        text   not null,                 --: plain
  width       bigint not null,                 --: plain
  height      bigint not null,                 --: plain
  alt         text   not null,                 --: plain
  body        blob   not null,                 --: plain
  made_at     moment not null                  --: plain
);
create index picture_name on picture (name);
create index picture_employer on picture (employer_id, made_at);

-- One job site. Its legal text is shown to everybody; it names a legal entity.
create table site (                            --: public
  id         id     not null primary key,      --: key
  prefix     text   not null,                  --: plain
  name       text   not null,                  --: plain
  language   text   not null,                  --: plain
  accent     text   not null,                  --: plain
  country    text   not null,                  --: plain
  zone       text   not null,                  --: plain
  legal      text   not null,                  --: plain
  logo       text   not null,                  --: plain
  reach      text   not null,                  --: plain
  employer   id,                               --: key
  countries  text   not null,                  --: plain
  regions    text   not null,                  --: plain
  branches   text   not null,                  --: plain
  languages  text   not null,                  --: plain
  made_at    moment not null,                  --: plain
  shut_at    moment                            --: plain
);

-- The hosts that lead to a site. Several sites share a host when their prefixes differ.
create table site_host (                       --: public
  host       text   not null,                  --: plain
  prefix     text   not null,                  --: plain
  site_id    id     not null,                  --: key
  place      bigint not null,                  --: plain
  primary key (host, prefix)
);
create index site_host_site on site_host (site_id);

-- What a site says about itself in one language: an imprint, terms. It speaks of a legal entity.
create table site_text (                       --: public
  site_id    id     not null,                  --: key
  kind       text   not null,                  --: plain
  language   text   not null,                  --: plain
  body       text   not null,                  --: plain
  primary key (site_id, kind, language)
);

-- What the operator lets an employer have at once. A limit that is null holds nothing back.
create table plan (                            --:
  id          id     not null primary key,     --: key
  name        text   not null,                 --: plain
  name_key    text   not null,                 --: plain
  jobs        bigint,                          --: plain
  members     bigint,                          --: plain
  clients     bigint,                          --: plain
  webhooks    bigint,                          --: plain
  standard    bigint not null,                 --: plain
  version     bigint not null,                 --: plain
  made_at     moment not null,                 --: plain
  changed_at  moment not null,                 --: plain
  archived_at moment                           --: plain
);
create unique index plan_named on plan (name_key);
create unique index plan_standard on plan (standard) where standard = 1;

-- Which plan an employer is on, and since when. One that is on none has no row.
create table employer_plan (                   --: employer=employer_id
  employer_id id     not null primary key,     --: key
  plan_id     id     not null,                 --: key
  since       moment not null                  --: plain
);
create index employer_plan_of on employer_plan (plan_id);

-- Who hires. Legal entities and what they say about themselves.
create table employer (                        --: employer=id public
  id            id     not null primary key,   --: key
  site_id       id,                            --: key
  source        text   not null,               --: plain
  name          text   not null,               --: plain
  name_key      text   not null,               --: plain
  number        text   not null,               --: plain
  country       text   not null,               --: plain
  web           text   not null,               --: plain
  story         text   not null,               --: plain
  street        text   not null,               --: plain
  postcode      text   not null,               --: plain
  town          text   not null,               --: plain
  reply_days    bigint not null,               --: plain
  reply_promise text   not null,               --: plain
  branch        text   not null,               --: plain
  size          text   not null,               --: plain
  founded       bigint not null,               --: plain
  places        text   not null,               --: plain
  benefits      text   not null,               --: plain
  meet          text   not null,               --: plain
  accent        text   not null,               --: plain
  logo          text   not null,               --: plain
  framers       text   not null,               --: plain
  made_at       moment not null,               --: plain
  changed_at    moment not null,               --: plain
  verified_at   moment,                        --: plain
  closed_at     moment                         --: plain
);
create unique index employer_number on employer (country, number) where number <> '';
create unique index employer_named on employer (source, name_key) where source <> '' and number = '';

-- Who works for an employer, as what. The address is in the account house.
create table member (                          --: employer=employer_id subject=subject_id dossier=dossier_id
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  subject_id  id     not null,                 --: key
  account_id  id,                              --: key
  dossier_id  id     not null,                 --: key
  role        text   not null,                 --: plain
  name        sealed,                          --: sealed 501 identity (recruit assess contact correspond account): given by who invited, changed by the member
  address     sealed,                          --: sealed 502 contact (recruit account): typed by who invited; gone once the letter is on its way
  made_at     moment not null,                 --: plain
  joined_at   moment,                          --: plain
  ended_at    moment                           --: plain
);
create unique index member_subject on member (employer_id, subject_id);
create index member_person on member (subject_id);
create index member_dossier on member (dossier_id);

-- How an employer wants to hire. An employer without a row has the defaults of package employer.
create table employer_setting (                --: employer=employer_id
  employer_id  id     not null primary key,    --: key
  approval     bigint not null,                --: plain
  agency       bigint not null,                --: plain
  archive_days bigint not null,                --: plain
  no_support   bigint not null,                --: plain
  changed_at   moment not null                 --: plain
);

-- The clients that an agency recruits for. Legal entities; the row of one that was taken off the list stays for the jobs that name it.
create table employer_client (                 --: employer=employer_id
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  name        text   not null,                 --: plain
  number      text   not null,                 --: plain
  country     text   not null,                 --: plain
  made_at     moment not null,                 --: plain
  ended_at    moment                           --: plain
);
create index employer_client_of on employer_client (employer_id, ended_at, name);

-- When an operator looked at how the employer has set things up, and why.
create table support_entry (                   --: employer=employer_id
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  by_id       id     not null,                 --: key
  reason      text   not null,                 --: plain
  at          moment not null,                 --: plain
  ends_at     moment not null,                 --: plain
  left_at     moment                           --: plain
);
create index support_entry_of on support_entry (employer_id, at);

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
create index message_own on message (subject_id, application_id, shown_at);
create index message_dossier on message (dossier_id);
create index message_of on message (employer_id, by_id, at);

-- A file that came with a message.
create table message_file (                    --: employer=employer_id subject=subject_id dossier=dossier_id
  file_id        id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  message_id     id     not null               --: key
);
create index message_file_of on message_file (application_id);
create index message_file_dossier on message_file (dossier_id);

-- Up to when the person of an application has read its thread: they said so, or answered. The employer is not told.
create table message_seen (                    --: employer=employer_id subject=subject_id dossier=dossier_id
  application_id id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  at             moment not null               --: plain
);
create index message_seen_dossier on message_seen (dossier_id);

-- Mail that came to a thread from an address that is not the person's. The person alone sees it, and says whether it is theirs.
create table message_aside (                   --: employer=employer_id subject=subject_id dossier=dossier_id
  id             id     not null primary key,  --: key
  employer_id    id     not null,              --: key
  subject_id     id     not null,              --: key
  dossier_id     id     not null,              --: key
  application_id id     not null,              --: key
  at             moment not null,              --: plain
  body           sealed not null               --: sealed 1002 message (correspond): the sender's words and address, as they came
);
create index message_aside_of on message_aside (application_id, at);
create index message_aside_dossier on message_aside (dossier_id);

-- What an employer writes again and again. It goes to whoever gets such a message; no person is in it but by its merge fields.
create table message_template (                --: employer=employer_id
  id          id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  name        text   not null,                 --: plain
  version     bigint not null,                 --: plain
  changed_at  moment not null,                 --: plain
  archived_at moment                           --: plain
);
create index message_template_name on message_template (employer_id, name);

-- A template in one language.
create table message_template_text (           --: employer=employer_id
  template_id id     not null,                 --: key
  employer_id id     not null,                 --: key
  language    text   not null,                 --: plain
  body        text   not null,                 --: plain
  primary key (template_id, language)
);
create index message_template_text_of on message_template_text (employer_id);

-- What an employer that searches may see of a person who wants to be found. Whoever has no row is found by nobody. The row may be read by any
-- employer, its body is opened for one purpose; shut holds keyed marks of those who must not see it.
create table card (                           --: public subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null unique,        --: key
  dossier_id   id     not null,               --: key
  cv_id        id     not null,               --: key
  anonymous    bigint not null,               --: plain
  shut         text   not null,               --: key
  made_at      moment not null,               --: plain
  active_at    moment not null,               --: plain
  until_at     moment not null,               --: plain
  propose_until moment,                       --: plain
  body         sealed not null                --: sealed 1451 career (profile find): made here of the profile and the CV that the person chose
);
create index card_dossier on card (dossier_id);
create index card_made on card (made_at);

-- Whom a person does not want to be found by. It tells where somebody works, and lies sealed.
create table card_block (                     --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null unique,        --: key
  dossier_id   id     not null,               --: key
  changed_at   moment not null,               --: plain
  body         sealed not null                --: sealed 1452 preference (profile find): typed by the person
);
create index card_block_dossier on card_block (dossier_id);

-- An employer asked a person whom it found, and what the person answered. Name, contact and CV are there after a yes and until it is taken back.
create table approach (                       --: employer=employer_id subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  employer_id  id     not null,               --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  card_id      id     not null,               --: key
  job_id       id     not null,               --: key
  by_id        id     not null,               --: key
  state        text   not null,               --: plain
  asked_at     moment not null,               --: plain
  ends_at      moment not null,               --: plain
  answered_at  moment,                        --: plain
  masked       bigint not null,               --: plain
  met_at       moment,                        --: plain
  words        sealed not null,               --: sealed 1453 message (profile find): written by a member to the person
  name         sealed,                        --: sealed 1454 identity (profile find): handed over by the person
  contact      sealed,                        --: sealed 1455 contact (profile find): handed over by the person
  cv           sealed                         --: sealed 1456 career (profile find): a CV of the person, handed over with a yes
);
create unique index approach_once on approach (employer_id, subject_id);
create index approach_subject on approach (subject_id, asked_at);
create index approach_card on approach (card_id);
create index approach_by on approach (by_id, asked_at);
create index approach_dossier on approach (dossier_id);

-- A search that a member keeps, alone or for the team. It ends with the membership.
create table saved_search (                   --: employer=employer_id subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  employer_id  id     not null,               --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  shared       bigint not null,               --: plain
  made_at      moment not null,               --: plain
  body         sealed not null                --: sealed 1457 preference (find): typed by the member
);
create index saved_search_of on saved_search (employer_id, subject_id, made_at);
create index saved_search_dossier on saved_search (dossier_id);

-- That a member is told of who is new in a saved search, their own or the team's. What was told is a moment, and not a list of people.
create table saved_tell (                     --: employer=employer_id subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  employer_id  id     not null,               --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  search_id    id     not null,               --: key
  made_at      moment not null,               --: plain
  pace         text   not null,               --: unsealed preference (find operate): the task asks whom to tell at once
  language     text   not null,               --: plain
  next_at      moment,                        --: plain
  told_to      moment not null,               --: plain
  sent_at      moment,                        --: plain
  letter_id    id,                            --: key
  letter_from  moment,                        --: plain
  day_at       moment,                        --: plain
  day_letters  bigint not null                --: plain
);
create unique index saved_tell_once on saved_tell (employer_id, subject_id, search_id);
create index saved_tell_search on saved_tell (search_id);
create index saved_tell_due on saved_tell (next_at, subject_id) where next_at is not null;
create index saved_tell_dossier on saved_tell (dossier_id);

-- The open jobs of a site, ranked for a person who asked: by which version, of what, and what came out with its parts.
create table recommend_run (                  --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  site_id      id     not null,               --: key
  made_at      moment not null,               --: plain
  body         sealed not null                --: sealed 1471 career (profile): made here by ranking the open jobs
);
create index recommend_run_of on recommend_run (subject_id, made_at);
create index recommend_run_dossier on recommend_run (dossier_id);

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

-- Where an employer's own system wants to hear what happened. The address is a machine's.
create table webhook (                        --: employer=employer_id
  id           id     not null primary key,   --: key
  employer_id  id     not null,               --: key
  url          text   not null,               --: plain
  kinds        text   not null,               --: plain
  made_at      moment not null,               --: plain
  secret       bigint not null,               --: plain
  renewed_at   moment,                        --: plain
  failing_at   moment,                        --: plain
  ended_at     moment,                        --: plain
  reason       text   not null                --: plain
);
create index webhook_employer on webhook (employer_id, ended_at);

-- One fact on its way to one webhook. It names things, not people.
create table delivery (                       --: employer=employer_id
  id           id     not null primary key,   --: key
  employer_id  id     not null,               --: key
  webhook_id   id     not null,               --: key
  kind         text   not null,               --: plain
  ids          text   not null,               --: plain
  happened_at  moment not null,               --: plain
  tried_at     moment,                        --: plain
  done_at      moment,                        --: plain
  tries        bigint not null,               --: plain
  status       bigint not null,               --: plain
  trouble      text   not null                --: plain
);
create index delivery_webhook on delivery (employer_id, webhook_id, happened_at, id);
create index delivery_old on delivery (happened_at);

-- What happened with the applications that a job got through a site in a quarter: how many, never who. A row is changed by adding to
-- it, so it holds no order either, and it outlives everybody who was counted.
create table report_count (                    --: employer=employer_id
  employer_id id     not null,                 --: key
  quarter     text   not null,                 --: plain
  job_id      id     not null,                 --: key
  site        text   not null,                 --: plain
  counts      text   not null,                 --: plain
  primary key (employer_id, quarter, job_id, site)
);
create index report_count_quarter on report_count (quarter);

-- After how many days a job got its first application. It is shown for a job with ten applications or more.
create table report_first (                    --: employer=employer_id
  job_id      id     not null primary key,     --: key
  employer_id id     not null,                 --: key
  days        bigint not null                  --: plain
);
create index report_first_of on report_first (employer_id);

-- What of an application is in the counts already. It goes with the application; the counts stay.
create table report_counted (                    --: employer=employer_id subject=subject_id dossier=dossier_id
  application_id id   not null primary key,    --: key
  employer_id    id   not null,                --: key
  subject_id     id   not null,                --: key
  dossier_id     id   not null,                --: key
  counted        text not null                 --: unsealed judgement (assess): counting compares it with what happened since; made by Verv
);
create index report_counted_dossier on report_counted (dossier_id);

-- A download that a person asked for. The file itself lies with the others, under the same dossier.
create table export (                         --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null,               --: key
  dossier_id   id     not null,               --: key
  file_id      id,                            --: key
  asked_at     moment not null,               --: plain
  ready_at     moment,                        --: plain
  done         bigint not null,               --: plain
  whole        bigint not null                --: plain
);
create index export_subject on export (subject_id, asked_at);
create index export_dossier on export (dossier_id);

-- The letter that says that everything is erased. Its subject is made for it alone and leads to nobody.
create table farewell (                       --: subject=subject_id dossier=dossier_id
  id           id     not null primary key,   --: key
  subject_id   id     not null unique,        --: key
  dossier_id   id     not null,               --: key
  posted_at    moment,                        --: plain
  letter       sealed not null                --: sealed 1301 contact (correspond): copied from the account before it ended
);
create index farewell_dossier on farewell (dossier_id);

-- When a backup was taken, or a restore tried, as whoever did it told Verv. It names nobody.
create table backup_note (                     --:
  what   text   not null primary key,          --: plain
  at     moment not null                       --: plain
);

-- When an operator last let somebody in, by what they became. It names nobody; who did it stands in the audit.
create table door_note (                       --:
  what   text   not null primary key,          --: plain
  at     moment not null                       --: plain
);

-- How the domains of this installation stood when the name server was asked last. Names of records of our own; what was found is not kept.
create table mail_check (                      --:
  what    text   not null primary key,         --: plain
  verdict text   not null,                     --: plain
  name    text   not null,                     --: plain
  publish text   not null,                     --: plain
  at      moment not null                      --: plain
);

-- How large the stores were on a day.
create table storage_day (                     --:
  day      text   not null primary key,        --: plain
  database bigint not null,                    --: plain
  files    bigint not null                     --: plain
);

