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
