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
