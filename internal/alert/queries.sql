-- name: add
-- scope: subject
insert into alert (id, subject_id, dossier_id, site_id, made_at, pace, next_at, told_to, day_letters, body)
values (:id, :subject, :dossier_id, :site_id, :now, :pace, :next_at, :now, 0, :body);

-- name: all
-- scope: subject
select id, dossier_id, site_id, made_at, pace, paused_at, next_at, told_to, sent_at, letter_id, letter_from, day_at, day_letters, body
from alert where subject_id = :subject and exists (select 1 from dossier d where d.id = alert.dossier_id and d.ending_at is null) order by made_at, id;

-- name: count
-- scope: subject
select count(*) from alert where subject_id = :subject;

-- name: change
-- scope: subject
update alert set pace = :pace, next_at = :next_at, body = :body where subject_id = :subject and id = :id;

-- name: pause
-- scope: subject
update alert set paused_at = :now, next_at = null where subject_id = :subject and id = :id and paused_at is null;

-- name: continue
-- scope: subject
update alert set paused_at = null, next_at = :next_at, told_to = :now, letter_id = null where subject_id = :subject and id = :id and paused_at is not null;

-- name: drop
-- scope: subject
delete from alert where subject_id = :subject and id = :id;

-- name: claim
-- scope: subject
update alert set letter_id = :letter_id, letter_from = :from, told_to = :until, next_at = :next_at, sent_at = :sent_at where subject_id = :subject and id = :id and told_to = :was;

-- name: countLetter
-- scope: subject
update alert set day_at = :day_at, day_letters = :day_letters where subject_id = :subject and pace = 'now';

-- name: due
-- scope: operation
select distinct a.subject_id from alert a
where a.next_at <= :now and a.paused_at is null and a.subject_id > :after and exists (select 1 from dossier d where d.id = a.dossier_id and d.ending_at is null and d.rests_at is null)
  and not exists (select 1 from task t where t.once = 'mail.send/alert.digest/' || a.subject_id || :day)
order by a.subject_id limit :most;

-- name: ending
-- scope: operation
select d.subject_id, d.id from dossier d
where d.class = 'alert' and d.ending_at is null and d.rests_at is null and d.due_at > :now and d.due_at <= :soon and d.warned_at is null order by d.due_at, d.id limit :most;

-- name: live
-- scope: operation
select id, subject_id, dossier_id, site_id, body from alert where pace = 'now' and paused_at is null and id > :after and exists (select 1 from dossier d where d.id = alert.dossier_id and d.ending_at is null and d.rests_at is null) order by id limit :most;

-- name: addDraft
-- scope: subject
insert into alert_draft (id, subject_id, dossier_id, site_id, made_at, body) values (:id, :subject, :dossier_id, :site_id, :now, :body);

-- name: draft
-- scope: subject
select id, dossier_id, site_id, made_at, body from alert_draft where subject_id = :subject and id = :id;

-- name: countDrafts
-- scope: subject
select count(*) from alert_draft where subject_id = :subject;

-- name: dropDraft
-- scope: subject
delete from alert_draft where subject_id = :subject and id = :id;
