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
