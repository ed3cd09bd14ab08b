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
