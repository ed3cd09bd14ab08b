-- name: application
-- scope: operation
select a.employer_id, a.subject_id, a.dossier_id, a.job_id, a.site_id, a.sent_at, a.stage, a.outcome, w.first_at,
  (select min(r.at) from access_record r where r.object_id = a.id and r.noun = 'application' and r.actor = 'member')
from application a left join application_answer w on w.application_id = a.id where a.id = :id;

-- name: moves
-- scope: operation
select at, from_stage, to_stage, to_outcome from application_move where application_id = :id and undone_at is null order by at, id limit 200;

-- name: tally
-- scope: operation
select counted from report_counted where application_id = :id;

-- name: setTally
-- scope: operation
insert into report_counted (application_id, employer_id, subject_id, dossier_id, counted) values (:id, :employer_id, :subject_id, :dossier_id, :counted)
on conflict (application_id) do update set counted = excluded.counted;

-- name: heard
-- scope: operation
select application_id from application_answer where heard_at >= :since and first_at is not null;

-- name: page
-- scope: operation
select id from application where id > :after order by id limit 500;

-- name: jobOf
-- scope: operation
select employer_id, published_at from job where id = :job_id;

-- name: counts
-- scope: operation
select counts from report_count where employer_id = :employer_id and quarter = :quarter and job_id = :job_id and site = :site;

-- name: setCounts
-- scope: operation
insert into report_count (employer_id, quarter, job_id, site, counts) values (:employer_id, :quarter, :job_id, :site, :counts)
on conflict (employer_id, quarter, job_id, site) do update set counts = excluded.counts;

-- name: first
-- scope: operation
insert into report_first (job_id, employer_id, days) values (:job_id, :employer_id, :days)
on conflict (job_id) do update set days = case when excluded.days < report_first.days then excluded.days else report_first.days end;

-- name: between
-- scope: employer
select quarter, job_id, site, counts from report_count
where employer_id = :employer and quarter >= :from and quarter <= :to order by quarter, job_id, site;

-- name: betweenAll
-- scope: operation
select quarter, job_id, site, counts, employer_id from report_count
where quarter >= :from and quarter <= :to order by quarter, employer_id, job_id, site;

-- name: oldestAll
-- scope: operation
select coalesce(min(quarter), '') from report_count;

-- name: quarters
-- scope: employer
select distinct quarter from report_count where employer_id = :employer order by quarter desc;

-- name: jobs
-- scope: employer
select id, title, published_at, closed_at, reason from job
where employer_id = :employer and published_at >= :from and published_at < :before and (:job_id = '' or id = :job_id)
order by published_at desc, id desc limit 5000;

-- name: job
-- scope: employer
select title from job where employer_id = :employer and id = :id;

-- name: choices
-- scope: employer
select id, title from job where employer_id = :employer and published_at is not null order by published_at desc, id desc limit 200;

-- name: firsts
-- scope: employer
select job_id, days from report_first where employer_id = :employer;
