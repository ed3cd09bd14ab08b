-- name: add
-- scope: any
insert into task (id, kind, once, args, employer_id, subject_id, due_at, made_at, tries)
values (:id, :kind, :once, :args, :employer_id, :subject_id, :due_at, :now, 0)
on conflict do nothing;

-- name: cancel
-- scope: any
delete from task where kind = :kind and once = :once and (lease_until is null or lease_until < :now);

-- name: pull
-- scope: any
update task set due_at = :now where kind = :kind and once = :once and lease_until is null;

-- name: lease
-- scope: any
update task set lease_until = :until, lease_id = :lease_id, tries = tries + 1
where id = (select id from task where due_at <= :now and dead_at is null and (lease_until is null or lease_until < :now)
  order by due_at, id limit 1 /*pg for update skip locked*/)
returning id, kind, once, args, employer_id, subject_id, due_at, made_at, tries;

-- name: finish
-- scope: any
delete from task where id = :id and lease_id = :lease_id;

-- name: again
-- scope: any
update task set due_at = :due_at, lease_until = null, lease_id = null, tries = :tries, dead_at = :dead_at, trouble = :trouble
where id = :id and lease_id = :lease_id;

-- name: waits
-- scope: any
select count(*) from task where id = :id and (lease_until is null or lease_until < :now);

-- name: revive
-- scope: any
update task set due_at = :now, dead_at = null, tries = 0, trouble = null where id = :id and dead_at is not null;

-- name: list
-- scope: any
select id, kind, once, args, employer_id, subject_id, due_at, made_at, tries, lease_until, dead_at, trouble from task
order by case when dead_at is null then 1 else 0 end, due_at, id limit :most;

-- name: counts
-- scope: any
select kind, sum(case when dead_at is null and (lease_until is null or lease_until < :now) then 1 else 0 end),
  sum(case when dead_at is null and lease_until >= :now then 1 else 0 end), sum(case when dead_at is null then 0 else 1 end),
  min(case when dead_at is null and (lease_until is null or lease_until < :now) then due_at end)
from task group by kind order by kind;

-- name: dropOf
-- scope: any
delete from task where subject_id = :subject_id and lease_until is null;
