-- Features that were switched off once, and since when they are as they are. A feature without a row is on.
create table feature_switch (                  --:
  name       text   not null primary key,      --: plain
  off        bigint not null,                  --: plain
  changed_at moment not null                   --: plain
);
