-- name: notes
-- scope: any
select what, at from backup_note order by what;

-- name: putNote
-- scope: any
insert into backup_note (what, at) values (:what, :now) on conflict (what) do update set at = excluded.at;

-- name: moderating
-- scope: operation
select count(*) from job j where j.id in (select job_id from job_moderation where queued_at is not null
  union select job_id from job_report where answered_at is null or again_at > answered_at
  union select job_id from job_appeal where answered_at is null);
