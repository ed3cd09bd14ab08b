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
