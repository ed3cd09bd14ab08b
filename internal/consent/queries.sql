-- name: add
-- scope: subject
insert into consent_event (id, subject_id, employer_id, dossier_id, about_id, topic, given, at, until_at, body)
values (:id, :subject, :employer_id, :dossier_id, :about_id, :topic, :given, :at, :until, :body);

-- name: history
-- scope: subject
select id, employer_id, dossier_id, topic, given, at, until_at, body from consent_event where subject_id = :subject order by at, id;

-- name: newest
-- scope: subject
select max(at) from consent_event where subject_id = :subject;

-- name: last
-- scope: subject
select given, until_at from consent_event
where subject_id = :subject and topic = :topic and coalesce(employer_id, '') = :employer_id order by at desc, id desc limit 1;

-- name: lastFor
-- scope: employer
select given, until_at from consent_event
where employer_id = :employer and topic = :topic and subject_id = :subject_id order by at desc, id desc limit 1;

-- name: lastOf
-- scope: operation
select given, until_at from consent_event
where topic = :topic and subject_id = :subject_id and employer_id is null order by at desc, id desc limit 1;

-- name: keeps
-- scope: subject
select e.until_at from consent_event e
where e.subject_id = :subject and e.about_id = :about_id and e.topic = :topic and e.given = 1 and e.until_at > :now
  and not exists (select 1 from consent_event l where l.subject_id = :subject and l.topic = e.topic
    and coalesce(l.employer_id, '') = coalesce(e.employer_id, '') and l.given = 0 and l.at > e.at)
order by e.until_at desc limit 1;

-- name: keepsOf
-- scope: operation
select e.until_at from consent_event e
where e.subject_id = :subject_id and e.about_id = :about_id and e.topic = :topic and e.given = 1 and e.until_at > :now
  and not exists (select 1 from consent_event l where l.subject_id = e.subject_id and l.topic = e.topic
    and coalesce(l.employer_id, '') = coalesce(e.employer_id, '') and l.given = 0 and l.at > e.at)
order by e.until_at desc limit 1;
