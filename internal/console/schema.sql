-- When a backup was taken, or a restore tried, as whoever did it told Verv. It names nobody.
create table backup_note (                     --:
  what   text   not null primary key,          --: plain
  at     moment not null                       --: plain
);
