-- name: own
-- scope: subject
select id, subject_id, dossier_id, cv_id, anonymous, shut, made_at, active_at, until_at, propose_until, body from card where subject_id = :subject;

-- name: add
-- scope: subject
insert into card (id, subject_id, dossier_id, cv_id, anonymous, shut, made_at, active_at, until_at, propose_until, body)
values (:id, :subject, :dossier_id, :cv_id, :anonymous, :shut, :now, :active_at, :until, :propose_until, :body);

-- name: change
-- scope: subject
update card set dossier_id = :dossier_id, cv_id = :cv_id, anonymous = :anonymous, shut = :shut, made_at = :now, active_at = :active_at, until_at = :until, propose_until = :propose_until, body = :body
where subject_id = :subject and id = :id;

-- name: propose
-- scope: subject
update card set propose_until = :until where subject_id = :subject;

-- name: drop
-- scope: subject
delete from card where subject_id = :subject;

-- name: blocks
-- scope: subject
select id, dossier_id, body from card_block where subject_id = :subject;

-- name: putBlocks
-- scope: subject
insert into card_block (id, subject_id, dossier_id, changed_at, body) values (:id, :subject, :dossier_id, :now, :body)
on conflict (subject_id) do update set dossier_id = excluded.dossier_id, changed_at = excluded.changed_at, body = excluded.body;

-- What the index reads: at the start, and of one person whom a fact named.

-- name: cards
-- scope: operation
select c.id, c.subject_id, c.dossier_id, c.cv_id, c.anonymous, c.shut, c.made_at, c.active_at, c.until_at, c.propose_until, c.body, b.id, b.dossier_id, b.body
from card c join dossier d on d.id = c.dossier_id left join card_block b on b.subject_id = c.subject_id
where d.ending_at is null and d.rests_at is null and c.until_at > :now and c.id > :after order by c.id limit :most;

-- name: cardOf
-- scope: operation
select c.id, c.subject_id, c.dossier_id, c.cv_id, c.anonymous, c.shut, c.made_at, c.active_at, c.until_at, c.propose_until, c.body, b.id, b.dossier_id, b.body
from card c join dossier d on d.id = c.dossier_id left join card_block b on b.subject_id = c.subject_id
where d.ending_at is null and d.rests_at is null and c.until_at > :now and c.subject_id = :subject_id;

-- name: count
-- scope: operation
select count(*) from card;

-- name: stale
-- scope: operation
select c.subject_id from card c left join cv v on v.id = c.cv_id left join candidate p on p.subject_id = c.subject_id
where (v.id is null or p.id is null or v.updated_at > c.active_at or p.used_at > c.active_at or c.until_at <= :now)
  and c.dossier_id not in (select id from dossier where rests_at is not null)
order by c.id limit :most;

-- What an employer is shown: the row has the last word, whatever the index says.

-- name: shown
-- scope: public
select c.id, c.subject_id, c.dossier_id, c.cv_id, c.anonymous, c.shut, c.made_at, c.active_at, c.until_at, c.propose_until, c.body
from card c join dossier d on d.id = c.dossier_id
where c.id = :id and c.until_at > :now and d.ending_at is null and d.rests_at is null;

-- The same of a person who agreed to be proposed for jobs as well.

-- name: proposable
-- scope: public
select c.id, c.subject_id, c.dossier_id, c.cv_id, c.anonymous, c.shut, c.made_at, c.active_at, c.until_at, c.propose_until, c.body
from card c join dossier d on d.id = c.dossier_id
where c.id = :id and c.until_at > :now and c.propose_until > :now and d.ending_at is null and d.rests_at is null;

-- Requests, of the employer and of the person.

-- name: ask
-- scope: employer
insert into approach (id, employer_id, subject_id, dossier_id, card_id, job_id, by_id, state, asked_at, ends_at, masked, words)
values (:id, :employer, :subject_id, :dossier_id, :card_id, :job_id, :by_id, 'asked', :now, :ends, :masked, :words)
on conflict do nothing;

-- name: asked
-- scope: employer
select a.id, a.employer_id, a.subject_id, a.dossier_id, a.card_id, a.job_id, a.by_id, a.state, a.asked_at, a.ends_at, a.answered_at, a.masked, a.met_at, a.words, a.name, a.contact, a.cv
from approach a join dossier d on d.id = a.dossier_id
where a.employer_id = :employer and d.ending_at is null and d.rests_at is null order by a.asked_at desc, a.id limit :most;

-- name: approach
-- scope: employer
select a.id, a.employer_id, a.subject_id, a.dossier_id, a.card_id, a.job_id, a.by_id, a.state, a.asked_at, a.ends_at, a.answered_at, a.masked, a.met_at, a.words, a.name, a.contact, a.cv
from approach a join dossier d on d.id = a.dossier_id
where a.employer_id = :employer and a.id = :id and d.ending_at is null and d.rests_at is null;

-- name: approachTo
-- scope: employer
select id, employer_id, subject_id, dossier_id, card_id, job_id, by_id, state, asked_at, ends_at, answered_at, masked, met_at, words, name, contact, cv
from approach where employer_id = :employer and subject_id = :subject_id;

-- name: askedBy
-- scope: employer
select count(*) from approach where employer_id = :employer and by_id = :by_id and asked_at >= :from;

-- name: mine
-- scope: subject
select id, employer_id, subject_id, dossier_id, card_id, job_id, by_id, state, asked_at, ends_at, answered_at, masked, met_at, words, name, contact, cv
from approach where subject_id = :subject order by asked_at desc, id limit :most;

-- name: myApproach
-- scope: subject
select id, employer_id, subject_id, dossier_id, card_id, job_id, by_id, state, asked_at, ends_at, answered_at, masked, met_at, words, name, contact, cv
from approach where subject_id = :subject and id = :id;

-- name: answer
-- scope: subject
update approach set state = :state, answered_at = :now, ends_at = :ends, name = :name, contact = :contact, cv = :cv
where subject_id = :subject and id = :id and state = :was;

-- name: meet
-- scope: subject
update approach set state = 'met', answered_at = :now, met_at = :now, ends_at = :ends, words = :words, name = :name
where subject_id = :subject and id = :id and state = 'asked';

-- name: veiled
-- scope: subject
select employer_id from approach where subject_id = :subject and masked = 1 and met_at is null;

-- How many people each member opened, out of the access records: nothing is written for it.

-- name: opened
-- scope: operation
select count(*) from access_record r join access_handle h on h.record_id = r.id
where r.at >= :from and r.purpose = 'find' and r.actor_id = :by_id;

-- name: readers
-- scope: operation
select r.employer_id, r.actor_id, count(*) from access_record r join access_handle h on h.record_id = r.id
where r.at >= :from and r.purpose = 'find' and r.actor = 'member'
group by r.employer_id, r.actor_id having count(*) >= :least order by count(*) desc, r.actor_id limit :most;

-- name: readersOf
-- scope: operation
select r.employer_id, r.actor_id, count(*) from access_record r join access_handle h on h.record_id = r.id
where r.at >= :from and r.purpose = 'find' and r.actor = 'member' and r.employer_id = :employer_id
group by r.employer_id, r.actor_id order by count(*) desc, r.actor_id limit :most;

-- Searches that members keep.

-- name: addSaved
-- scope: employer
insert into saved_search (id, employer_id, subject_id, dossier_id, shared, made_at, body) values (:id, :employer, :me, :dossier_id, :shared, :now, :body);

-- name: countSaved
-- scope: employer
select count(*) from saved_search where employer_id = :employer and subject_id = :me;

-- name: saved
-- scope: employer
select s.id, s.subject_id, s.dossier_id, s.shared, s.body, t.pace from saved_search s join dossier d on d.id = s.dossier_id
left join saved_tell t on t.search_id = s.id and t.employer_id = :employer and t.subject_id = :me
where s.employer_id = :employer and (s.subject_id = :me or s.shared = 1) and d.ending_at is null order by s.made_at, s.id limit :most;

-- name: dropSaved
-- scope: employer
delete from saved_search where employer_id = :employer and subject_id = :me and id = :id;

-- Who is told of a saved search, and how far.

-- name: putTell
-- scope: employer
insert into saved_tell (id, employer_id, subject_id, dossier_id, search_id, made_at, pace, language, next_at, told_to, day_letters)
values (:id, :employer, :me, :dossier_id, :search_id, :now, :pace, :language, :next_at, :now, 0)
on conflict (employer_id, subject_id, search_id) do update set pace = excluded.pace, language = excluded.language, next_at = excluded.next_at;

-- name: tells
-- scope: employer
select t.id, t.search_id, t.pace, t.language, t.next_at, t.told_to, t.sent_at, t.letter_id, t.letter_from, t.day_at, t.day_letters, m.role, s.dossier_id, s.body
from saved_tell t join saved_search s on s.id = t.search_id join dossier d on d.id = s.dossier_id join dossier own on own.id = t.dossier_id
join member m on m.employer_id = t.employer_id and m.subject_id = t.subject_id
where t.employer_id = :employer and s.employer_id = :employer and m.employer_id = :employer and t.subject_id = :me and (s.subject_id = :me or s.shared = 1)
  and m.joined_at is not null and m.ended_at is null and d.ending_at is null and own.ending_at is null
order by t.made_at, t.id;

-- name: dropTell
-- scope: employer
delete from saved_tell where employer_id = :employer and subject_id = :me and search_id = :search_id;

-- name: dropTells
-- scope: employer
delete from saved_tell where employer_id = :employer and search_id = :search_id;

-- name: linkedTells
-- scope: employer
select id from saved_tell where employer_id = :employer and subject_id = :me;

-- name: stopTell
-- scope: employer
delete from saved_tell where employer_id = :employer and subject_id = :me and id = :id;

-- name: claimTell
-- scope: employer
update saved_tell set letter_id = :letter_id, letter_from = :from, told_to = :until, next_at = :next_at, sent_at = :sent_at
where employer_id = :employer and id = :id and told_to = :was;

-- name: countTellLetter
-- scope: employer
update saved_tell set day_at = :day_at, day_letters = :day_letters where employer_id = :employer and subject_id = :me and pace = 'now';

-- name: dueTells
-- scope: operation
select distinct t.subject_id, t.employer_id from saved_tell t join dossier d on d.id = t.dossier_id
join member m on m.employer_id = t.employer_id and m.subject_id = t.subject_id
where t.next_at <= :now and t.subject_id > :after and d.ending_at is null and m.joined_at is not null and m.ended_at is null
  and not exists (select 1 from task k where k.once = 'mail.send/search.new/' || t.subject_id || :day)
order by t.subject_id limit :most;

-- name: liveTells
-- scope: operation
select t.id, t.search_id, t.employer_id, t.subject_id, t.language, m.role, s.dossier_id, s.body
from saved_tell t join saved_search s on s.id = t.search_id join dossier d on d.id = s.dossier_id join dossier own on own.id = t.dossier_id
join member m on m.employer_id = t.employer_id and m.subject_id = t.subject_id
where t.pace = 'now' and (:employer_id = '' or t.employer_id = :employer_id) and (s.subject_id = t.subject_id or s.shared = 1)
  and m.joined_at is not null and m.ended_at is null and d.ending_at is null and own.ending_at is null and t.id > :after
order by t.id limit :most;

-- name: dropLostTells
-- scope: operation
delete from saved_tell where not exists (select 1 from saved_search s where s.id = saved_tell.search_id);

-- name: changed
-- scope: operation
select c.id from card c join dossier d on d.id = c.dossier_id
where c.made_at > :from and c.made_at <= :until and c.until_at > :now and d.ending_at is null and d.rests_at is null order by c.made_at desc, c.id limit :most;
