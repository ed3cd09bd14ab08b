-- name: addExport
-- scope: subject
insert into export (id, subject_id, dossier_id, asked_at, done, whole) values (:id, :subject, :dossier_id, :now, 0, 0);

-- name: export
-- scope: subject
select id, dossier_id, file_id, asked_at, ready_at, done, whole from export where subject_id = :subject and id = :id;

-- name: exports
-- scope: subject
select id, dossier_id, file_id, asked_at, ready_at, done, whole from export where subject_id = :subject order by asked_at desc, id;

-- name: packed
-- scope: subject
update export set done = :done, whole = :whole where subject_id = :subject and id = :id and ready_at is null;

-- name: ready
-- scope: subject
update export set ready_at = :now, file_id = :file_id, done = whole where subject_id = :subject and id = :id and ready_at is null;

-- name: addFarewell
-- scope: subject
insert into farewell (id, subject_id, dossier_id, letter) values (:id, :subject, :dossier_id, :letter);

-- name: farewell
-- scope: subject
select id, dossier_id, posted_at, letter from farewell where subject_id = :subject;

-- name: post
-- scope: subject
update farewell set posted_at = :now where subject_id = :subject and posted_at is null;

-- name: roleOf
-- scope: employer
select role from member where employer_id = :employer and subject_id = :subject_id;

-- name: holds
-- scope: operation
select h.id, h.dossier_id, d.class, d.employer_id, h.reason, h.set_by, h.set_at, h.until_at, h.lifted_at, h.lifted_why
from hold h left join dossier d on d.id = h.dossier_id order by case when h.lifted_at is null then 0 else 1 end, h.until_at, h.id limit :most;

-- name: accesses
-- scope: operation
select r.id, r.at, r.actor, r.actor_id, r.employer_id, r.purpose, r.noun, (select count(*) from access_handle h where h.record_id = r.id)
from access_record r
where r.at >= :from and r.at < :to
  and (cast(:purpose as text) = '' or r.purpose = :purpose) and (cast(:persona as text) = '' or r.actor = :persona)
  and (cast(:actor_id as text) = '' or r.actor_id = :actor_id) and (cast(:employer_id as text) = '' or r.employer_id = :employer_id)
order by r.at desc, r.id limit :most;

-- name: due
-- scope: operation
select d.id, d.class, d.employer_id, d.due_at from dossier d
where d.due_at <= :before and d.ending_at is null and d.rests_at is null and (d.hold_until is null or d.hold_until <= :before)
order by d.due_at, d.id limit :most;

-- name: lost
-- scope: operation
select at, ids from fact where kind = 'ledger.lost' order by seq desc limit :most;

-- name: swept
-- scope: operation
select name, ran_at, calm_until from sweep order by name;

-- name: askedExports
-- scope: operation
select id, asked_at, ready_at from export order by case when ready_at is null then 0 else 1 end, asked_at desc, id limit :most;

-- name: dueTally
-- scope: operation
select class, due_at / 86400000, count(*) from dossier
where due_at <= :before and ending_at is null and rests_at is null and (hold_until is null or hold_until <= :before)
group by class, due_at / 86400000 order by due_at / 86400000, class;
