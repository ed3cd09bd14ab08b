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
