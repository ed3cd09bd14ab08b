-- name: addOwn
-- scope: subject
insert into message (id, employer_id, subject_id, dossier_id, application_id, by_id, at, shown_at, body)
values (:id, :employer_id, :subject, :dossier_id, :application_id, null, :now, :now, :body);

-- name: addHeld
-- scope: employer
insert into message (id, employer_id, subject_id, dossier_id, application_id, by_id, at, shown_at, body)
values (:id, :employer, :subject_id, :dossier_id, :application_id, :by_id, :now, :shown_at, :body);

-- name: ofOwn
-- scope: subject
select id, dossier_id, by_id, at, shown_at, body from message
where subject_id = :subject and application_id = :application_id and shown_at <= :now order by at, id limit 500;

-- name: ofHeld
-- scope: employer
select id, dossier_id, by_id, at, shown_at, body from message
where employer_id = :employer and application_id = :application_id order by at, id limit 500;

-- name: one
-- scope: subject
select id, dossier_id, by_id, at, shown_at, body from message where subject_id = :subject and id = :id;

-- name: drop
-- scope: employer
delete from message where employer_id = :employer and application_id = :application_id and id = :id and by_id is not null and shown_at > :now;

-- name: times
-- scope: employer
select by_id, at from message where employer_id = :employer and application_id = :application_id order by at, id limit 500;

-- name: since
-- scope: employer
select id from message where employer_id = :employer and application_id = :application_id and by_id = :by_id and at >= :since order by at, id limit 1;
