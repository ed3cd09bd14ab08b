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
