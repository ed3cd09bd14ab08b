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
select m.id, m.dossier_id, m.by_id, m.at, m.shown_at, m.body, case when m.by_id is not null and m.shown_at > coalesce(s.at, 0) then 1 else 0 end
from message m left join message_seen s on s.application_id = m.application_id and s.subject_id = :subject
where m.subject_id = :subject and m.application_id = :application_id and m.shown_at <= :now order by m.at, m.id limit 500;

-- name: ofHeld
-- scope: employer
select m.id, m.dossier_id, m.by_id, m.at, m.shown_at, m.body, case when m.by_id is null and not exists (select 1 from access_record r
    where r.employer_id = :employer and r.object_id = m.application_id and r.actor_id = :me and r.noun = 'thread' and r.id > m.id) then 1 else 0 end
from message m where m.employer_id = :employer and m.application_id = :application_id and m.dossier_id not in (select id from dossier where rests_at is not null) order by m.at, m.id limit 500;

-- name: one
-- scope: subject
select id, dossier_id, by_id, at, shown_at, body, 0 from message where subject_id = :subject and id = :id;

-- name: drop
-- scope: employer
delete from message where employer_id = :employer and application_id = :application_id and id = :id and by_id is not null and shown_at > :now;

-- name: times
-- scope: employer
select by_id, at from message where employer_id = :employer and application_id = :application_id order by at, id limit 500;

-- name: since
-- scope: employer
select id from message where employer_id = :employer and application_id = :application_id and by_id = :by_id and at >= :since order by at, id limit 1;

-- name: sentSince
-- scope: subject
select count(*) from message where subject_id = :subject and application_id = :application_id and by_id is null and at > :since;

-- name: addFileOwn
-- scope: subject
insert into message_file (file_id, employer_id, subject_id, dossier_id, application_id, message_id)
values (:file_id, :employer_id, :subject, :dossier_id, :application_id, :message_id);

-- name: addFileHeld
-- scope: employer
insert into message_file (file_id, employer_id, subject_id, dossier_id, application_id, message_id)
values (:file_id, :employer, :subject_id, :dossier_id, :application_id, :message_id);

-- name: filesOwn
-- scope: subject
select f.file_id, f.message_id from message_file f join message m on m.id = f.message_id
where f.subject_id = :subject and m.subject_id = :subject and f.application_id = :application_id and m.shown_at <= :now order by f.file_id limit 2500;

-- name: filesHeld
-- scope: employer
select file_id, message_id from message_file where employer_id = :employer and application_id = :application_id order by file_id limit 2500;

-- name: dropFile
-- scope: employer
delete from message_file where employer_id = :employer and file_id = :file_id;

-- name: see
-- scope: subject
insert into message_seen (application_id, employer_id, subject_id, dossier_id, at) values (:application_id, :employer_id, :subject, :dossier_id, :now)
on conflict (application_id) do update set at = excluded.at;

-- name: inboxOwn
-- scope: subject
select m.application_id, max(m.shown_at), count(*), sum(case when m.by_id is not null and m.shown_at > coalesce(s.at, 0) then 1 else 0 end)
from message m left join message_seen s on s.application_id = m.application_id and s.subject_id = :subject
where m.subject_id = :subject and m.shown_at <= :now group by m.application_id order by 2 desc, 1 limit 200;

-- name: inboxHeld
-- scope: employer
select m.application_id, max(m.at), count(*), sum(case when m.by_id is null and not exists (select 1 from access_record r
    where r.employer_id = :employer and r.object_id = m.application_id and r.actor_id = :me and r.noun = 'thread' and r.id > m.id) then 1 else 0 end)
from message m where m.employer_id = :employer and m.at > :since and m.dossier_id not in (select id from dossier where rests_at is not null) group by m.application_id order by 2 desc, 1 limit :most;

-- name: walkHeld
-- scope: employer
select m.application_id, max(m.at), count(*), sum(case when m.by_id is null and not exists (select 1 from access_record r
    where r.employer_id = :employer and r.object_id = m.application_id and r.actor_id = :me and r.noun = 'thread' and r.id > m.id) then 1 else 0 end)
from message m where m.employer_id = :employer and m.at > :since and m.dossier_id not in (select id from dossier where rests_at is not null) and m.application_id > :after group by m.application_id order by 1 limit :most;

-- name: unreadHeld
-- scope: employer
select m.application_id, count(*) from message m
where m.employer_id = :employer and m.by_id is null and m.at > :since and m.dossier_id not in (select id from dossier where rests_at is not null) and not exists (select 1 from access_record r
    where r.employer_id = :employer and r.object_id = m.application_id and r.actor_id = :me and r.noun = 'thread' and r.id > m.id)
group by m.application_id limit 2000;

-- name: addAside
-- scope: subject
insert into message_aside (id, employer_id, subject_id, dossier_id, application_id, at, body)
values (:id, :employer_id, :subject, :dossier_id, :application_id, :now, :body);

-- name: asides
-- scope: subject
select id, dossier_id, at, body from message_aside where subject_id = :subject and application_id = :application_id order by at, id limit 20;

-- name: countAsides
-- scope: subject
select count(*) from message_aside where subject_id = :subject and application_id = :application_id;

-- name: dropAside
-- scope: subject
delete from message_aside where subject_id = :subject and application_id = :application_id and id = :id;

-- name: templates
-- scope: employer
select id, name, version, changed_at, archived_at from message_template where employer_id = :employer order by name, id limit :most;

-- name: template
-- scope: employer
select id, name, version, changed_at, archived_at from message_template where employer_id = :employer and id = :id;

-- name: templateTexts
-- scope: employer
select template_id, language, body from message_template_text where employer_id = :employer and (:template_id = '' or template_id = :template_id) limit 2000;

-- name: addTemplate
-- scope: employer
insert into message_template (id, employer_id, name, version, changed_at) values (:id, :employer, :name, 1, :now);

-- name: changeTemplate
-- scope: employer
update message_template set name = :name, version = version + 1, changed_at = :now where employer_id = :employer and id = :id and version = :version;

-- name: archiveTemplate
-- scope: employer
update message_template set archived_at = :at where employer_id = :employer and id = :id;

-- name: putTemplateText
-- scope: employer
insert into message_template_text (template_id, employer_id, language, body) values (:template_id, :employer, :language, :body);

-- name: dropTemplateTexts
-- scope: employer
delete from message_template_text where employer_id = :employer and template_id = :template_id;

-- name: dropTemplate
-- scope: employer
delete from message_template where employer_id = :employer and id = :id and archived_at is not null;
