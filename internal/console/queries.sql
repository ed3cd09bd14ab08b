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

-- name: employers
-- scope: operation
select e.id, e.name, e.number, e.country, e.source, e.made_at, e.verified_at, e.closed_at,
  (select count(*) from job j where j.employer_id = e.id and j.state = 'open'),
  (select count(*) from member m where m.employer_id = e.id and m.joined_at is not null and m.ended_at is null),
  (select p.name from employer_plan x join plan p on p.id = x.plan_id where x.employer_id = e.id)
from employer e
where (e.name_key like :words escape '\' or e.number like :number escape '\')
  and (:state = '' or :state = 'closed' and e.closed_at is not null or :state = 'verified' and e.verified_at is not null and e.closed_at is null
    or :state = 'unverified' and e.verified_at is null and e.closed_at is null)
  and (:plan = '' or :plan = 'none' and e.id not in (select employer_id from employer_plan) or e.id in (select employer_id from employer_plan where plan_id = :plan))
order by e.name_key, e.id limit :most offset :skip;

-- name: employersCount
-- scope: operation
select count(*) from employer e
where (e.name_key like :words escape '\' or e.number like :number escape '\')
  and (:state = '' or :state = 'closed' and e.closed_at is not null or :state = 'verified' and e.verified_at is not null and e.closed_at is null
    or :state = 'unverified' and e.verified_at is null and e.closed_at is null)
  and (:plan = '' or :plan = 'none' and e.id not in (select employer_id from employer_plan) or e.id in (select employer_id from employer_plan where plan_id = :plan));

-- name: team
-- scope: operation
select m.role, m.made_at, m.joined_at, (select p.used_at from persona p where p.id = m.subject_id)
from member m where m.employer_id = :employer_id and m.ended_at is null order by m.role, m.made_at, m.id;

-- name: jobsOf
-- scope: operation
select state, count(*) from job where employer_id = :employer_id group by state;

-- name: heldOf
-- scope: operation
select (select count(*) from application a where a.employer_id = :employer_id), (select count(*) from application a where a.employer_id = :employer_id and a.ended_at is null),
  (select count(*) from file f where f.employer_id = :employer_id), (select coalesce(sum(f.size), 0) from file f where f.employer_id = :employer_id),
  (select count(*) from webhook v where v.employer_id = :employer_id and v.ended_at is null);

-- name: noteDoor
-- scope: any
insert into door_note (what, at) values (:what, :now) on conflict (what) do update set at = excluded.at;

-- name: doors
-- scope: any
select what, at from door_note order by what;

-- name: staff
-- scope: operation
select count(*) from persona where kind = :kind and confirmed_at is not null;

-- name: checks
-- scope: any
select what, verdict, name, publish, at from mail_check order by what;

-- name: putCheck
-- scope: any
insert into mail_check (what, verdict, name, publish, at) values (:what, :verdict, :name, :publish, :now)
on conflict (what) do update set verdict = excluded.verdict, name = excluded.name, publish = excluded.publish, at = excluded.at;

-- name: owners
-- scope: operation
select subject_id from member where employer_id = :employer_id and role = 'owner' and joined_at is not null and ended_at is null order by id;

-- name: settingOf
-- scope: operation
select s.archive_days, s.approval, s.agency, coalesce((select a.days from answer_rule a where a.employer_id = s.employer_id), 0)
from employer_setting s where s.employer_id = :employer_id;

-- name: hooksOf
-- scope: operation
select made_at, failing_at from webhook where employer_id = :employer_id and ended_at is null order by made_at, id;

-- name: builtOf
-- scope: operation
select j.id, j.title, j.state, j.version, j.changed_at, (select count(*) from job_question q where q.job_id = j.id),
  (select count(*) from application a where a.employer_id = j.employer_id and a.job_id = j.id),
  (select count(*) from application a where a.employer_id = j.employer_id and a.job_id = j.id and a.ended_at is null)
from job j where j.employer_id = :employer_id order by j.changed_at desc, j.id limit 200;

-- name: stagesOf
-- scope: operation
select kind, days from stage where employer_id = :employer_id and job_id = :job_id order by language, place, id limit 100;

-- name: doneOf
-- scope: operation
select at, act from job_event where employer_id = :employer_id and job_id = :job_id order by at desc, id desc limit 50;

-- name: fileBytes
-- scope: operation
select coalesce(sum(size), 0) from file;

-- name: measured
-- scope: any
insert into storage_day (day, database, files) values (:day, :database, :files)
on conflict (day) do update set database = excluded.database, files = excluded.files;

-- name: forgetDays
-- scope: any
delete from storage_day where day < :before;

-- name: dayBefore
-- scope: any
select day, database, files from storage_day where day >= :from order by day limit 1;

-- name: largest
-- scope: operation
select e.id, e.name, sum(f.size), count(*) from file f join employer e on e.id = f.employer_id group by e.id, e.name order by sum(f.size) desc, e.id limit :most;
