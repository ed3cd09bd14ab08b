-- name: addDossier
-- scope: any
insert into dossier (id, subject_id, employer_id, class, thing_id, made_at, rests_at)
values (:id, :subject_id, :employer_id, :class, :thing_id, :now,
  case when :rests = 1 then (select max(o.rests_at) from dossier o where o.subject_id = :subject_id and o.class = 'account' and o.ending_at is null) end)
on conflict do nothing;

-- name: findDossier
-- scope: any
select id from dossier where subject_id = :subject_id and class = :class and coalesce(employer_id, '') = :employer_id and coalesce(thing_id, '') = :thing_id and ending_at is null;

-- name: dossier
-- scope: any
select id, subject_id, employer_id, class, thing_id, made_at, clock_at, due_at, warned_at, hold_until, ending_at, rests_at from dossier where id = :id;

-- name: dossiersOf
-- scope: any
select id, subject_id, employer_id, class, thing_id, made_at, clock_at, due_at, warned_at, hold_until, ending_at, rests_at from dossier
where subject_id = :subject_id order by made_at, id;

-- name: dossiersAfter
-- scope: any
select id, subject_id, employer_id, class, thing_id, made_at, clock_at, due_at, warned_at, hold_until, ending_at, rests_at from dossier
where id > :after order by id limit :most;

-- name: dueDossiers
-- scope: any
select id, subject_id, employer_id, class, thing_id, made_at, clock_at, due_at, warned_at, hold_until, ending_at, rests_at from dossier
where due_at <= :now and (hold_until is null or hold_until <= :now) and rests_at is null order by due_at, id limit :most;

-- name: clockDossier
-- scope: any
update dossier set clock_at = :at, due_at = :due, warned_at = null where id = :id and ending_at is null;

-- name: holdDossier
-- scope: any
update dossier set hold_until = :until where id = :id;

-- name: restDossier
-- scope: any
update dossier set rests_at = :at where id = :id and ending_at is null;

-- What rests of one person; without one, what rests at all.

-- name: resting
-- scope: any
select id from dossier where rests_at is not null and (cast(:subject_id as text) = '' or subject_id = :subject_id);

-- name: warnDossier
-- scope: any
update dossier set warned_at = :at where id = :id;

-- name: endDossier
-- scope: any
update dossier set ending_at = :at where id = :id and ending_at is null;

-- name: dropDossier
-- scope: any
delete from dossier where id = :id;

-- name: addFact
-- scope: any
insert into fact (at, kind, ids) values (:at, :kind, :ids) returning seq;

-- name: facts
-- scope: any
select seq, cast(xid as text) as number, at, kind, ids from fact
where /*sqlite seq > :seq and :xid is not null*/ /*pg (xid, seq) > (cast(cast(:xid as text) as xid8), cast(:seq as bigint)) and xid < pg_snapshot_xmin(pg_current_snapshot())*/
order by /*pg xid,*/ seq limit :most;

-- name: lastFact
-- scope: any
select seq, cast(xid as text) as number from fact /*pg where xid < pg_snapshot_xmin(pg_current_snapshot())*/ order by xid desc, seq desc limit 1;

-- name: oldFacts
-- scope: any
delete from fact where at < :before;

-- name: cursor
-- scope: any
select xid, seq from cursor_of where name = :name;

-- name: moveCursor
-- scope: any
insert into cursor_of (name, xid, seq) values (:name, :xid, :seq)
on conflict (name) do update set xid = excluded.xid, seq = excluded.seq;

-- name: addAccess
-- scope: any
insert into access_record (id, at, actor, actor_id, employer_id, purpose, noun, object_id)
values (:id, :at, :actor, :actor_id, :employer_id, :purpose, :noun, :object_id);

-- name: addHandles
-- scope: any
insert into access_handle (handle, record_id)
select h.value, :record_id from /*sqlite json_each(:handles) h*/ /*pg json_array_elements_text(cast(:handles as json)) as h(value)*/;

-- name: accessTo
-- scope: any
select r.id, r.at, r.actor, r.actor_id, r.employer_id, r.purpose, r.noun, r.object_id
from access_handle h join access_record r on r.id = h.record_id where h.handle = :handle order by r.at desc, r.id limit :most;

-- name: sweeps
-- scope: any
select r.id, r.at, r.actor, r.actor_id, r.employer_id, r.purpose, r.noun, r.object_id
from access_handle h join access_record r on r.id = h.record_id where h.handle = :noun and r.at >= :since order by r.at desc, r.id limit :most;

-- name: accesses
-- scope: any
select id, at, actor, actor_id, employer_id, purpose, noun, object_id from access_record where at >= :since order by at desc, id limit :most;

-- name: oldHandles
-- scope: any
delete from access_handle where record_id in (select id from access_record where at < :before);

-- name: oldAccesses
-- scope: any
delete from access_record where at < :before;

-- name: addAudit
-- scope: any
insert into audit_entry (at, actor, actor_id, employer_id, purpose, scope, did) values (:at, :actor, :actor_id, :employer_id, :purpose, :scope, :did);

-- name: looseAudit
-- scope: any
select seq, at, actor, actor_id, employer_id, purpose, scope, did from audit_entry
where month is null /*pg and xid < pg_snapshot_xmin(pg_current_snapshot())*/ order by xid, seq limit :most;

-- name: sealAudit
-- scope: any
update audit_entry set month = :month, place = :place, chain = :chain where seq = :seq;

-- name: month
-- scope: any
select month, entries, head, signature, sealed_at from audit_month where month = :month;

-- name: months
-- scope: any
select month, entries, head, signature, sealed_at from audit_month order by month;

-- name: putMonth
-- scope: any
insert into audit_month (month, entries, head, signature, sealed_at) values (:month, :entries, :head, :signature, :at)
on conflict (month) do update set entries = excluded.entries, head = excluded.head, signature = excluded.signature, sealed_at = excluded.sealed_at;

-- name: auditOf
-- scope: any
select seq, at, actor, actor_id, employer_id, purpose, scope, did, chain from audit_entry where month = :month and place > :after order by place limit :most;

-- name: dropAudit
-- scope: any
delete from audit_entry where month = :month;

-- name: dropMonth
-- scope: any
delete from audit_month where month = :month;
