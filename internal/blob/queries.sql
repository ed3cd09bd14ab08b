-- name: addOwn
-- scope: subject
insert into file (id, employer_id, subject_id, dossier_id, made_at, kind, size, about)
values (:id, :employer_id, :subject, :dossier_id, :now, :kind, :size, :about);

-- name: addHeld
-- scope: employer
insert into file (id, employer_id, subject_id, dossier_id, made_at, kind, size, about)
values (:id, :employer, :subject_id, :dossier_id, :now, :kind, :size, :about);

-- name: own
-- scope: subject
select id, employer_id, subject_id, dossier_id, made_at, kind, size, about from file where subject_id = :subject and id = :id;

-- name: held
-- scope: employer
select id, employer_id, subject_id, dossier_id, made_at, kind, size, about from file where employer_id = :employer and id = :id;

-- name: dropOwn
-- scope: subject
delete from file where subject_id = :subject and id = :id;

-- name: dropHeld
-- scope: employer
delete from file where employer_id = :employer and id = :id;

-- name: ofDossier
-- scope: operation
select id from file where dossier_id = :dossier_id;

-- name: present
-- scope: operation
select id from file where id = :id;
