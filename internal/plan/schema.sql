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
