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
