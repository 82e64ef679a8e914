//! Clauses: what hangs on what.
//!
//! Stage 5, second half. Every verb group, and every noun that evokes an
//! event, becomes a predicate with its arguments in deep functions: in
//! *Saraqeb a été prise par les rebelles* the rebels are the subject. Voice,
//! inversion, relative and participial clauses, coordination and the control
//! of infinitives are undone here, and no event is known.

use vigie_pack::ClassId;

use crate::grammar::{Det, Function, Grammar, Meaning, NounUse, VerbUse, Word};
use crate::groups::{Body, Form, Found, Group, NounGroup, Tense, VerbGroup};

/// An argument of a predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arg {
    /// Deep function.
    pub function: Function,
    /// Place in the list of groups.
    pub group: usize,
}

/// A verb or an event noun with its arguments.
#[derive(Debug, Clone)]
pub struct Predicate {
    /// Its own group.
    pub group: usize,
    /// Whether it is a noun.
    pub noun: bool,
    /// Its classes, each with whether the word is used for much else.
    pub classes: Vec<(ClassId, bool)>,
    /// What a verb does apart from evoking an event.
    pub uses: Vec<VerbUse>,
    /// How a verb stands; `Finite` for nouns.
    pub form: Form,
    /// Passive voice (the arguments are deep already).
    pub passive: bool,
    /// Negated.
    pub negated: bool,
    /// Tense.
    pub tense: Tense,
    /// Arguments.
    pub args: Vec<Arg>,
    /// The verb on which an infinitive, a gerund or an event noun hangs.
    pub governor: Option<usize>,
    /// The infinitive tells a purpose, not a deed.
    pub purpose: bool,
    /// Set when a relative pronoun is its subject or place: the group of that pronoun.
    pub relative: Option<usize>,
}

impl Predicate {
    /// The first argument with a function.
    pub fn arg(&self, function: Function) -> Option<usize> {
        self.args.iter().find(|a| a.function == function).map(|a| a.group)
    }

    /// Every argument with a function.
    pub fn all(&self, function: Function) -> impl Iterator<Item = usize> + '_ {
        self.args.iter().filter(move |a| a.function == function).map(|a| a.group)
    }

    fn add(&mut self, function: Function, group: usize) {
        if !self.args.iter().any(|a| a.group == group) {
            self.args.push(Arg { function, group });
        }
    }

    /// Whether the verb has this use.
    pub fn is(&self, wanted: VerbUse) -> bool {
        self.uses.contains(&wanted)
    }
}

/// A sentence, analysed.
#[derive(Debug, Default)]
pub struct Clauses {
    /// Predicates in the order of their groups.
    pub predicates: Vec<Predicate>,
    /// For each group, the predicate that it heads.
    pub of_group: Vec<Option<usize>>,
    /// For each group, the number of its clause, from 0 in the order of the text.
    pub clause: Vec<usize>,
}

/// Finds predicates and their arguments.
pub fn clauses(found: &Found<'_, '_>, groups: &[Group<'_>], grammar: &Grammar) -> Clauses {
    let mut reader = Reader {
        found,
        groups,
        grammar,
        out: Clauses { of_group: vec![None; groups.len()], ..Clauses::default() },
        surface: vec![None; groups.len()],
    };
    for at in 0..groups.len() {
        reader.predicate(at);
    }
    for at in 0..reader.out.predicates.len() {
        reader.verb_arguments(at);
    }
    for at in 0..reader.out.predicates.len() {
        reader.noun_arguments(at);
    }
    reader.light_verbs();
    reader.number_clauses();
    reader.out
}

struct Reader<'r, 'p> {
    found: &'r Found<'r, 'p>,
    groups: &'r [Group<'p>],
    grammar: &'r Grammar,
    out: Clauses,
    /// For each verb group, the group of its surface subject.
    surface: Vec<Option<usize>>,
}

impl<'p> Reader<'_, 'p> {
    fn noun(&self, at: usize) -> Option<&NounGroup<'p>> {
        match self.groups.get(at).map(|g| &g.body) {
            Some(Body::Noun(n)) => Some(n),
            _ => None,
        }
    }

    fn verb(&self, at: usize) -> Option<&VerbGroup<'p>> {
        match self.groups.get(at).map(|g| &g.body) {
            Some(Body::Verb(v)) => Some(v),
            _ => None,
        }
    }

    fn is_finite(&self, at: usize) -> bool {
        self.verb(at).is_some_and(|v| v.form == Form::Finite)
    }

    fn predicate(&mut self, at: usize) {
        let (noun, classes, form, passive, negated, tense) = match &self.groups[at].body {
            Body::Verb(v) => {
                let mut classes: Vec<(ClassId, bool)> = match v.expression {
                    Some(expression) => vec![expression],
                    None => v
                        .senses
                        .iter()
                        .filter(|s| !s.features.any(vigie_pack::Features::REFLEXIVE) || v.reflexive || v.form == Form::Participle)
                        .map(|s| (s.class, s.weak))
                        .collect(),
                };
                classes.dedup();
                (false, classes, v.form, v.passive, v.negated, v.tense)
            }
            Body::Noun(n) => {
                let classes: Vec<(ClassId, bool)> = n
                    .senses
                    .iter()
                    .filter(|s| matches!(self.grammar.meaning(s.class), Meaning::Noun(NounUse::Event | NounUse::Death)))
                    .map(|s| (s.class, s.weak))
                    .collect();
                let classes = if classes.is_empty() { self.repeated(at, n) } else { classes };
                if classes.is_empty() {
                    return;
                }
                (true, classes, Form::Finite, false, false, Tense::None)
            }
            _ => return,
        };
        let uses = classes
            .iter()
            .filter_map(|c| match self.grammar.meaning(c.0) {
                Meaning::Verb(u) => Some(u),
                _ => None,
            })
            .collect();
        self.out.of_group[at] = Some(self.out.predicates.len());
        self.out.predicates.push(Predicate {
            group: at,
            noun,
            classes,
            uses,
            form,
            passive,
            negated,
            tense,
            args: Vec::new(),
            governor: None,
            purpose: false,
            relative: None,
        });
    }

    /// `la prise du camp, puis celle de la ville`: the pronoun repeats the event noun.
    fn repeated(&self, at: usize, n: &NounGroup<'p>) -> Vec<(ClassId, bool)> {
        let complement = self.noun(at + 1).is_some_and(|m| m.prep == Some(Function::Of));
        if n.pronoun != Some(Word::DemonstrativePronoun) || !complement {
            return Vec::new();
        }
        let before = (0..at).rev().take(12).find_map(|g| self.out.of_group[g]).map(|p| &self.out.predicates[p]);
        before.filter(|p| p.noun).map_or_else(Vec::new, |p| p.classes.clone())
    }

    /// The verb group nearest before a group, in the same sentence part.
    fn verb_before(&self, at: usize) -> Option<usize> {
        (0..at).rev().take_while(|i| !self.groups[*i].is_mark(';')).find(|i| self.verb(*i).is_some())
    }

    fn verb_arguments(&mut self, index: usize) {
        let at = self.out.predicates[index].group;
        let Some(v) = self.verb(at).cloned() else { return };
        match v.form {
            Form::Finite => self.finite(index, at, &v),
            Form::Participle => self.participle(index, at, &v),
            Form::Infinitive | Form::Gerund => self.infinitive(index, at, &v),
        }
        self.complements(index, at);
        // Deep functions: the passive's subject is what the deed is done to.
        if self.out.predicates[index].passive {
            let by_exists = self.out.predicates[index].args.iter().any(|a| a.function == Function::By);
            for arg in &mut self.out.predicates[index].args {
                arg.function = match arg.function {
                    Function::Subject => Function::Object,
                    Function::By => Function::Subject,
                    f => f,
                };
            }
            let _ = by_exists;
        }
    }

    fn finite(&mut self, index: usize, at: usize, v: &VerbGroup<'p>) {
        if v.inverted.is_some() {
            // `a-t-il ajouté`: the pronoun is the subject; discourse resolves it.
            self.surface[at] = Some(at);
            self.out.predicates[index].add(Function::Subject, at);
            return;
        }
        let found = self
            .said_after(at)
            .or_else(|| self.subject(at, v).map(|(s, f, r)| (if r.is_none() { self.apposed(s, at) } else { s }, f, r)));
        let Some((subject, function, relative)) = found else { return };
        self.surface[at] = Some(subject);
        self.out.predicates[index].relative = relative;
        self.out.predicates[index].add(function, subject);
        // `les quartiers que tiennent les forces`, `la ville où`: the pronoun brings an argument.
        let from = subject.min(at).saturating_sub(2);
        let joint = (from..subject.min(at))
            .rev()
            .find(|i| matches!(self.groups[*i].body, Body::Joint(Word::RelativeObject | Word::RelativePlace)));
        if let Some(joint) = joint {
            let function = if matches!(self.groups[joint].body, Body::Joint(Word::RelativeObject)) {
                Function::Object
            } else {
                Function::At
            };
            if let Some(antecedent) = self.antecedent(joint, None).filter(|a| *a != subject) {
                self.out.predicates[index].add(function, antecedent);
            }
        }
        if function == Function::Subject {
            for more in self.coordinated_before(subject) {
                self.out.predicates[index].add(Function::Subject, more);
            }
        }
    }

    /// `X et Y ont`: the groups that stand beside the subject.
    fn coordinated_before(&self, subject: usize) -> Vec<usize> {
        let mut list = Vec::new();
        let mut at = subject;
        // Walk over complements of the member before: `des jihadistes et des factions`.
        while at >= 2 {
            let joint = matches!(self.groups[at - 1].body, Body::Joint(Word::And))
                || (self.groups[at - 1].is_mark(',') && !list.is_empty());
            if !joint {
                break;
            }
            let mut before = at - 2;
            while before > 0 && self.noun(before).is_some_and(|n| n.prep == Some(Function::Of)) {
                before -= 1;
            }
            match self.noun(before) {
                Some(n) if n.prep.is_none() && n.pronoun.is_none() => {
                    list.push(before);
                    at = before;
                }
                _ => break,
            }
        }
        // A verb before that takes the group as its object owns it.
        let owned = list.last().is_some_and(|first| *first > 0 && self.is_finite(*first - 1));
        if owned { Vec::new() } else { list }
    }

    /// The surface subject of a finite verb: its group, its function, and the relative pronoun if that is how.
    fn subject(&self, at: usize, v: &VerbGroup<'p>) -> Option<(usize, Function, Option<usize>)> {
        let mut i = self.before_part(at);
        let mut passed: Option<usize> = None;
        let mut depth = 0;
        while i > 0 {
            i -= 1;
            match &self.groups[i].body {
                Body::Joint(Word::RelativeSubject) => {
                    return self.antecedent(i, v.plural).map(|a| (a, Function::Subject, Some(i)));
                }
                Body::Joint(Word::RelativePlace | Word::RelativeOf) => {
                    // The subject of the relative clause may stand after its verb.
                    return passed.map(|p| (p, Function::Subject, None)).or_else(|| self.inverted(at, v));
                }
                Body::Joint(Word::RelativeObject) => {
                    return passed.map(|p| (p, Function::Subject, None)).or_else(|| self.inverted(at, v));
                }
                Body::Joint(Word::And | Word::But | Word::Or) => {
                    if passed.is_some() {
                        continue;
                    }
                    // Shared subject: that of the verb before.
                    if let Some(before) = self.verb_before(i)
                        && let Some(subject) = self.surface[before]
                    {
                        return Some((subject, Function::Subject, None));
                    }
                }
                Body::Joint(_) => break,
                Body::Mark(';' | ':') => break,
                Body::Mark(')') => {
                    depth += 1;
                    while i > 0 && depth > 0 {
                        i -= 1;
                        if self.groups[i].is_mark('(') {
                            depth -= 1;
                        }
                    }
                }
                Body::Noun(n) => {
                    let part = i > 0
                        && (matches!(self.groups[i - 1].body, Body::Joint(Word::RelativeOf))
                            || self.noun(i - 1).is_some_and(|b| b.prep == Some(Function::Among) && b.quantity.is_none()));
                    // `11 civils, parmi lesquels cinq enfants, ont péri`: the part is not the subject.
                    if n.prep.is_none() && !part {
                        let fits = match (n.plural, v.plural) {
                            (Some(a), Some(b)) => {
                                a == b || b && self.coordination_ends(i) || n.quantity.is_some() || n.names.len() > 1
                            }
                            _ => true,
                        };
                        let object = self.is_object(i);
                        if fits && !object {
                            return Some((i, Function::Subject, None));
                        }
                        if passed.is_none() && !object {
                            passed = Some(i);
                        }
                    }
                }
                Body::Verb(other) => match other.form {
                    Form::Finite => {
                        // A relative clause inside: step over it to its antecedent.
                        let relative = (0..i).rev().take(12).find(|k| {
                            matches!(
                                self.groups[*k].body,
                                Body::Joint(
                                    Word::RelativeSubject | Word::RelativeObject | Word::RelativePlace | Word::RelativeOf
                                )
                            )
                        });
                        match relative {
                            Some(r) if !(r + 1..i).any(|k| self.is_finite(k)) => {
                                i = r;
                            }
                            _ => {
                                // Comma coordination: `ont pris X, tiennent Y`.
                                if passed.is_none() {
                                    return self.surface[i].map(|s| (s, Function::Subject, None));
                                }
                                break;
                            }
                        }
                    }
                    Form::Participle | Form::Infinitive | Form::Gerund => {}
                },
                Body::Time(_) | Body::Adverb(_) | Body::Mark(_) => {}
            }
        }
        passed.map(|p| (p, Function::Subject, None)).or_else(|| self.inverted(at, v))
    }

    /// Where to look for a subject: `43 civils, dont 19 femmes et neuf enfants, ont été tués`, before the part.
    fn before_part(&self, at: usize) -> usize {
        if at == 0 || !self.groups[at - 1].is_mark(',') {
            return at;
        }
        let nouns = (0..at - 1).rev().take(12).take_while(|g| {
            matches!(
                self.groups[*g].body,
                Body::Noun(_) | Body::Adverb(_) | Body::Mark(',') | Body::Joint(Word::And | Word::RelativeOf)
            )
        });
        let part = nouns.into_iter().find(|g| matches!(self.groups[*g].body, Body::Joint(Word::RelativeOf)));
        part.unwrap_or(at)
    }

    /// Whether the group is the last of `X et Y`.
    fn coordination_ends(&self, at: usize) -> bool {
        at >= 2 && matches!(self.groups[at - 1].body, Body::Joint(Word::And))
    }

    /// Whether the group is the object of the finite verb straight before it.
    fn is_object(&self, at: usize) -> bool {
        let mut i = at;
        while i > 0 {
            i -= 1;
            match &self.groups[i].body {
                Body::Verb(v) => return v.form != Form::Participle || v.senses.is_empty(),
                Body::Adverb(_) | Body::Time(_) => {}
                Body::Mark('"' | '«' | '»' | '“' | '”') => {}
                Body::Joint(Word::And) if i > 0 && self.noun(i - 1).is_some() => {
                    // `a pris X et Y`: look further back for the verb.
                    return false;
                }
                _ => return false,
            }
        }
        false
    }

    /// The noun that a relative pronoun or a participle goes back to.
    fn antecedent(&self, at: usize, plural: Option<bool>) -> Option<usize> {
        let mut nearest = None;
        let mut steps = 0;
        for i in (0..at).rev() {
            match &self.groups[i].body {
                Body::Noun(n) => {
                    let agrees = match (n.plural, plural) {
                        (Some(a), Some(b)) => a == b,
                        _ => true,
                    };
                    // A bare name takes no clause without a comma: `l'attaque contre Idleb qui a fait douze morts`.
                    let bare = n.prep.is_some() && !n.names.is_empty() && n.head.is_none() && n.det.is_none();
                    let complement = bare && i + 1 == at && i > 0 && self.noun(i - 1).is_some();
                    if agrees && !complement {
                        return Some(i);
                    }
                    nearest.get_or_insert(i);
                    steps += 1;
                    if steps > 3 {
                        break;
                    }
                }
                Body::Verb(v) if v.form == Form::Finite => break,
                Body::Joint(Word::And | Word::Or) | Body::Mark(_) | Body::Time(_) | Body::Adverb(_) | Body::Verb(_) => {}
                Body::Joint(_) => break,
            }
        }
        nearest
    }

    /// The subject after the verb: `a indiqué l'ONG`, `où se croisent deux routes`.
    fn inverted(&self, at: usize, _v: &VerbGroup<'p>) -> Option<(usize, Function, Option<usize>)> {
        let saying = self.out.of_group[at].is_some_and(|p| {
            let p = &self.out.predicates[p];
            p.is(VerbUse::Say) || p.is(VerbUse::Deny) || p.is(VerbUse::Count) || p.is(VerbUse::Doubt) || p.is(VerbUse::Plan)
        });
        for i in at + 1..self.groups.len().min(at + 6) {
            match &self.groups[i].body {
                Body::Noun(n) if n.prep.is_none() => return Some((i, Function::Subject, None)),
                Body::Noun(_) if saying => {}
                Body::Time(_) | Body::Adverb(_) => {}
                Body::Mark(',') if saying => {}
                _ => return None,
            }
        }
        None
    }

    /// `X, la coalition de Y, a …`: the group between commas explains the subject before it.
    fn apposed(&self, subject: usize, at: usize) -> usize {
        let closed = (subject + 1..at)
            .rev()
            .find(|i| !matches!(self.groups[*i].body, Body::Adverb(_) | Body::Time(_)))
            .is_some_and(|i| self.groups[i].is_mark(','));
        let opened = subject >= 2 && self.groups[subject - 1].is_mark(',');
        if !(closed && opened) {
            return subject;
        }
        let mut before = subject - 2;
        while before > 0 && self.noun(before).is_some_and(|n| n.prep == Some(Function::Of)) {
            before -= 1;
        }
        let own = self.noun(before).is_some_and(|n| n.prep.is_none() && n.pronoun.is_none());
        if own { before } else { subject }
    }

    /// `…, a indiqué l'ONG`: a verb of saying straight after a comma or a quotation has its subject behind it.
    fn said_after(&self, at: usize) -> Option<(usize, Function, Option<usize>)> {
        let says = self.out.of_group[at].is_some_and(|p| {
            let p = &self.out.predicates[p];
            p.is(VerbUse::Say) || p.is(VerbUse::Deny) || p.is(VerbUse::Doubt)
        });
        let mut before = at;
        while before > 0 && matches!(self.groups[before - 1].body, Body::Adverb(_) | Body::Time(_)) {
            before -= 1;
        }
        let cut =
            before > 0 && matches!(self.groups[before - 1].body, Body::Mark(',' | '»' | '"' | '”' | ')' | '?' | '!' | '…' | '.'));
        // `qui, comme la France, ont reconnu l'Etat`: the relative pronoun waits for its verb.
        let waits = (0..before)
            .rev()
            .take_while(|i| !self.is_finite(*i))
            .take(12)
            .any(|i| matches!(self.groups[i].body, Body::Joint(Word::RelativeSubject)));
        if !says || !cut || waits {
            return None;
        }
        for i in at + 1..self.groups.len().min(at + 6) {
            match &self.groups[i].body {
                // `raconte l'un d'eux`.
                Body::Noun(n) if n.pronoun == Some(Word::DemonstrativePronoun) => return Some((i, Function::Subject, None)),
                Body::Noun(n) if n.prep.is_none() && n.pronoun.is_none() => {
                    return self.may_speak(n).then_some((i, Function::Subject, None));
                }
                Body::Noun(_) | Body::Time(_) | Body::Adverb(_) | Body::Mark(',') => {}
                _ => return None,
            }
        }
        None
    }

    /// A body, a person, a text or a name may say something; a thing or an event does not.
    fn may_speak(&self, n: &NounGroup<'p>) -> bool {
        let speaks = |s: &vigie_pack::Sense| {
            matches!(
                self.grammar.meaning(s.class),
                Meaning::Noun(NounUse::Speaker | NounUse::Government | NounUse::Armed | NounUse::People)
            )
        };
        // `souffle un Syrien`.
        let one = n.det == Some(Det::Indefinite) && !n.names.is_empty();
        n.senses.iter().any(speaks) || n.unknown_name || one || n.names.iter().any(|i| !self.found.names[*i].is_demonym())
    }

    fn participle(&mut self, index: usize, at: usize, v: &VerbGroup<'p>) {
        let before = at.checked_sub(1);
        let joint = before.is_some_and(|b| {
            matches!(self.groups[b].body, Body::Joint(Word::And | Word::Or | Word::But)) || self.groups[b].is_mark(',')
        });
        if joint {
            // `ont pris X et tué Y`: the auxiliary is shared.
            if let Some(verb) = self.verb_before(at) {
                let other = self.out.of_group[verb];
                let compound = self.verb(verb).is_some_and(|o| {
                    matches!(o.form, Form::Finite | Form::Infinitive)
                        && o.senses.iter().any(|s| s.features.any(vigie_pack::Features::PARTICIPLE))
                });
                let comma_only = before.is_some_and(|b| self.groups[b].is_mark(','));
                if let (Some(other), true) = (other, compound) {
                    let shared_passive = self.out.predicates[other].passive;
                    let agrees = !shared_passive || !comma_only || v.plural == self.verb(verb).and_then(|o| o.plural);
                    // `a annoncé la mort de son fils, tué jeudi`: after a mere comma only an object of its own shows a second deed.
                    let apart = comma_only && (self.by_follows(at) || !shared_passive && !self.object_follows(at));
                    if agrees && !apart {
                        let model = &self.out.predicates[other];
                        let (tense, negated, form, governor) = (model.tense, model.negated, model.form, model.governor);
                        let p = &mut self.out.predicates[index];
                        p.form = form;
                        p.governor = governor;
                        p.passive = shared_passive && v.passive;
                        p.tense = tense;
                        p.negated = negated;
                        self.surface[at] = self.surface[verb];
                        if let Some(subject) = self.surface[verb] {
                            self.out.predicates[index].add(Function::Subject, subject);
                        }
                        return;
                    }
                }
                if let (Some(other), Some(Form::Participle)) = (other, self.verb(verb).map(|o| o.form)) {
                    let same =
                        self.out.predicates[other].arg(Function::Object).or(self.out.predicates[other].arg(Function::Subject));
                    if let Some(same) = same.filter(|_| verb + 3 >= at) {
                        self.out.predicates[index].add(Function::Subject, same);
                        return;
                    }
                }
            }
        }
        // The noun that it stands by; at the head of the sentence, the subject that follows.
        let head = !(0..at).any(|i| self.noun(i).is_some());
        let antecedent = if head {
            (at + 1..self.groups.len()).find(|i| self.noun(*i).is_some_and(|n| n.prep.is_none()))
        } else {
            self.antecedent(at, v.plural)
        };
        if let Some(antecedent) = antecedent {
            self.out.predicates[index].add(Function::Subject, antecedent);
        }
    }

    /// Whether a noun without preposition follows a verb, adverbs and days aside.
    fn object_follows(&self, at: usize) -> bool {
        (at + 1..self.groups.len())
            .find(|i| !matches!(self.groups[*i].body, Body::Adverb(_) | Body::Time(_) | Body::Mark('"' | '«' | '“')))
            .is_some_and(|i| self.noun(i).is_some_and(|n| n.prep.is_none()))
    }

    fn by_follows(&self, at: usize) -> bool {
        (at + 1..self.groups.len().min(at + 3)).any(|i| self.noun(i).is_some_and(|n| n.prep == Some(Function::By)))
    }

    fn infinitive(&mut self, index: usize, at: usize, v: &VerbGroup<'p>) {
        let main = |i: &usize| {
            self.verb(*i).is_some_and(|o| {
                o.form != Form::Participle || self.out.of_group[*i].is_some_and(|p| self.out.predicates[p].form == Form::Finite)
            })
        };
        let gerund = (0..at).rev().find(|i| main(i)).filter(|_| v.form == Form::Gerund);
        let Some(verb) = gerund.or_else(|| self.verb_before(at)) else { return };
        let Some(governor) = self.out.of_group[verb] else { return };
        let other = &self.out.predicates[governor];
        let purpose = v.form == Form::Infinitive && v.prep == Some(Function::For) || other.purpose;
        let absolute = at
            .checked_sub(1)
            .filter(|b| v.form == Form::Gerund && self.noun(*b).is_some_and(|n| n.prep.is_none() && n.pronoun.is_none()));
        let subject = if absolute.is_some() {
            absolute
        } else if other.is(VerbUse::Doubt) && !other.passive && v.form == Form::Infinitive && v.prep == Some(Function::Of) {
            // `accuser l'armée d'avoir bombardé la ville`: who is accused did it.
            let accused = (verb + 1..at).find(|i| self.noun(*i).is_some_and(|n| n.prep.is_none()));
            accused.or(self.surface[verb])
        } else if other.is(VerbUse::Cause) && !other.passive {
            let between = (verb + 1..at).find(|i| {
                self.noun(*i).is_some_and(|n| n.prep.is_none() || n.prep == Some(Function::At) || n.prep == Some(Function::To))
            });
            between.or(self.surface[verb])
        } else {
            self.surface[verb].or_else(|| other.arg(Function::Subject))
        };
        // `l'armée et la police ont dit avoir visé`: all of them.
        let with: Vec<usize> = other.all(Function::Subject).filter(|_| subject == self.surface[verb] && !other.passive).collect();
        let p = &mut self.out.predicates[index];
        p.governor = Some(governor);
        p.purpose = purpose;
        if let Some(subject) = subject {
            self.surface[at] = Some(subject);
            self.out.predicates[index].add(Function::Subject, subject);
            for other in with.into_iter().filter(|g| *g != subject) {
                self.out.predicates[index].add(Function::Subject, other);
            }
        }
    }

    /// Whether a noun group after a joint or comma begins a clause of its own.
    fn opens_clause(&self, at: usize) -> bool {
        if self.noun(at).is_none_or(|n| n.prep.is_some()) {
            return false;
        }
        for i in at + 1..self.groups.len().min(at + 9) {
            match &self.groups[i].body {
                Body::Verb(v) if v.form == Form::Finite => return true,
                Body::Verb(v) if v.form == Form::Participle => {
                    // `et 20 blessées`: a verbless second half.
                    return v.passive && i == at + 1 && self.noun(at).is_some_and(|n| n.quantity.is_some() && n.head.is_none());
                }
                Body::Noun(n) if n.prep.is_some() => {}
                Body::Time(_) | Body::Adverb(_) => {}
                Body::Mark(',') => {
                    // `X et Y, a dit Z`: the verb has its own subject behind it.
                    if self.verb(i + 1).is_some() {
                        return false;
                    }
                }
                Body::Joint(Word::And) => {}
                _ => return false,
            }
        }
        false
    }

    /// A participle of support: `appuyé`, `soutenu`.
    fn helps(&self, at: usize) -> bool {
        self.verb(at).is_some_and(|v| {
            v.form == Form::Participle && v.senses.iter().any(|s| self.grammar.is_under(s.class, "verb.other.support"))
        })
    }

    fn complements(&mut self, index: usize, at: usize) {
        let subject = self.out.predicates[index].arg(Function::Subject);
        let mut last: Option<Arg> = None;
        let mut object = false;
        let mut comma = false;
        let mut i = at + 1;
        while i < self.groups.len() {
            match &self.groups[i].body {
                Body::Noun(n) => {
                    if Some(i) == subject {
                        i += 1;
                        continue;
                    }
                    let adjacent = self.noun(i - 1).is_some();
                    match n.prep {
                        None => {
                            if n.pronoun.is_some() && self.opens_clause(i) {
                                return;
                            }
                            if comma && self.opens_clause(i) {
                                return;
                            }
                            let joined = matches!(self.groups[i - 1].body, Body::Joint(Word::And | Word::Or));
                            if joined && let Some(arg) = last {
                                self.out.predicates[index].add(arg.function, i);
                                i += 1;
                                continue;
                            }
                            // `à Alep, deuxième ville du pays`: a group after a comma that explains the one before it.
                            let explains = comma && self.groups[i - 1].is_mark(',') && i >= 2 && self.noun(i - 2).is_some();
                            if !object && explains && last.is_some() {
                                i += 1;
                                continue;
                            }
                            if !object {
                                object = true;
                                self.out.predicates[index].add(Function::Object, i);
                                last = Some(Arg { function: Function::Object, group: i });
                            } else if comma && n.quantity.is_some() {
                                self.out.predicates[index].add(Function::Object, i);
                            }
                        }
                        Some(Function::Of) if adjacent => {
                            // It belongs to the noun before it.
                        }
                        // `appuyée par l'aviation`: who helps does not lead.
                        Some(Function::By) if self.helps(i - 1) => {}
                        Some(function) => {
                            self.out.predicates[index].add(function, i);
                            last = Some(Arg { function, group: i });
                        }
                    }
                }
                Body::Verb(v) => match v.form {
                    // A participle belongs to the noun before it; what follows may still be ours.
                    Form::Participle if !comma && self.noun(i - 1).is_some() => {}
                    _ => return,
                },
                Body::Joint(Word::And | Word::Or) => {
                    if i + 1 >= self.groups.len() || self.noun(i + 1).is_none() || self.opens_clause(i + 1) {
                        return;
                    }
                }
                Body::Joint(_) => return,
                Body::Mark(';' | ':') => return,
                Body::Mark('(') => {
                    while i < self.groups.len() && !self.groups[i].is_mark(')') {
                        i += 1;
                    }
                }
                Body::Mark(',') => comma = true,
                Body::Mark('-' | '–' | '—') => return,
                Body::Mark(_) | Body::Time(_) | Body::Adverb(_) => {}
            }
            i += 1;
        }
    }

    fn noun_arguments(&mut self, index: usize) {
        if !self.out.predicates[index].noun {
            return;
        }
        let at = self.out.predicates[index].group;
        let Some(n) = self.noun(at).cloned() else { return };
        if n.det == Some(Det::Possessive) || !n.names.is_empty() || !n.modifiers.is_empty() {
            // Possessor or nationality: the group itself holds the subject.
            self.out.predicates[index].add(Function::Subject, at);
        }
        let mut i = at + 1;
        let mut comma = false;
        let mut passed = false;
        while i < self.groups.len() {
            match &self.groups[i].body {
                Body::Noun(m) => match m.prep {
                    Some(Function::Of) if i == at + 1 => self.out.predicates[index].add(Function::Of, i),
                    Some(Function::Of) if matches!(self.groups[i - 1].body, Body::Joint(Word::And)) => {
                        let of = self.out.predicates[index].arg(Function::Of).is_some();
                        if of {
                            self.out.predicates[index].add(Function::Of, i);
                        }
                    }
                    Some(Function::Of) if self.noun(i - 1).is_none() && !passed => {
                        self.out.predicates[index].add(Function::Of, i);
                    }
                    Some(Function::Of) => {}
                    Some(function) => {
                        if comma
                            && !matches!(
                                function,
                                Function::By | Function::Against | Function::At | Function::On | Function::Near
                            )
                        {
                            return;
                        }
                        self.out.predicates[index].add(function, i);
                    }
                    None => {
                        let joined = matches!(self.groups[i - 1].body, Body::Joint(Word::And));
                        let last = self.out.predicates[index].args.last().copied().filter(|a| a.group != at);
                        match last {
                            Some(arg) if joined && !self.opens_clause(i) => self.out.predicates[index].add(arg.function, i),
                            _ => return,
                        }
                    }
                },
                Body::Verb(v) if v.form == Form::Participle && !comma => {
                    let launch = self.out.of_group[i].filter(|_| !self.helps(i)).is_some_and(|p| {
                        let p = &self.out.predicates[p];
                        let carries =
                            p.classes.iter().any(|c| !c.1 && self.grammar.meaning(c.0) == Meaning::Verb(VerbUse::Launch));
                        carries || p.is(VerbUse::Other) && !p.is(VerbUse::Launch) || p.is(VerbUse::Event)
                    });
                    if !launch {
                        return;
                    }
                    passed = true;
                }
                Body::Joint(Word::And) => {
                    if i + 1 >= self.groups.len()
                        || self.noun(i + 1).is_none()
                        || self.out.of_group[i + 1].is_some()
                        || self.opens_clause(i + 1)
                    {
                        return;
                    }
                }
                Body::Mark(',') => comma = true,
                Body::Mark('"' | '«' | '»' | '“' | '”') => {}
                Body::Time(_) | Body::Adverb(_) => {}
                _ => return,
            }
            i += 1;
        }
    }

    /// `l'attentat qui a visé le ministère`: what the relative clause says of an event noun.
    fn relative_verb(&mut self, verb: usize) {
        let p = &self.out.predicates[verb];
        if p.noun || p.relative.is_none() || p.passive || p.is(VerbUse::Say) || p.is(VerbUse::Launch) {
            return;
        }
        let told = p.arg(Function::Subject).and_then(|g| self.out.of_group[g]).filter(|n| self.out.predicates[*n].noun);
        let object = p.arg(Function::Object);
        let locals: Vec<Arg> = p.args.iter().filter(|a| a.function.is_local()).copied().collect();
        let Some(noun) = told else { return };
        if let Some(object) = object {
            self.out.predicates[noun].add(Function::Against, object);
        }
        for local in locals {
            self.out.predicates[noun].add(local.function, local.group);
        }
    }

    /// `lancer une offensive`: the doer of the verb is the doer of the noun.
    fn light_verbs(&mut self) {
        for verb in 0..self.out.predicates.len() {
            self.relative_verb(verb);
            let p = &self.out.predicates[verb];
            if p.noun {
                continue;
            }
            let undergo = p.is(VerbUse::Undergo);
            let carries = p.is(VerbUse::Launch) || undergo || p.is(VerbUse::End);
            let occurs = p.is(VerbUse::Aspect)
                || p.is(VerbUse::End)
                || p.classes.iter().any(|c| self.grammar.is_under(c.0, "verb.other.occur"));
            if occurs && !p.passive {
                let told: Vec<usize> = p.all(Function::Subject).collect();
                let locals: Vec<Arg> = p.args.iter().filter(|a| a.function.is_local()).copied().collect();
                for noun in told.into_iter().filter_map(|g| self.out.of_group[g]) {
                    if self.out.predicates[noun].noun {
                        self.out.predicates[noun].governor.get_or_insert(verb);
                        for local in &locals {
                            self.out.predicates[noun].add(local.function, local.group);
                        }
                    }
                }
                continue;
            }
            let objects: Vec<usize> = p
                .args
                .iter()
                .filter(|a| matches!(a.function, Function::Object | Function::To | Function::At | Function::Of))
                .map(|a| a.group)
                .collect();
            let subjects: Vec<usize> = p.all(Function::Subject).collect();
            let locals: Vec<Arg> =
                p.args.iter().filter(|a| !matches!(a.function, Function::Subject | Function::Object)).copied().collect();
            for (rank, object) in objects.into_iter().enumerate() {
                let Some(noun) = self.out.of_group[object].filter(|n| self.out.predicates[*n].noun) else { continue };
                if rank == 0 || self.out.predicates[noun].governor.is_none() {
                    self.out.predicates[noun].governor.get_or_insert(verb);
                }
                if !carries {
                    continue;
                }
                let function = if undergo { Function::Against } else { Function::Subject };
                for subject in &subjects {
                    self.out.predicates[noun].add(function, *subject);
                }
                for local in &locals {
                    if local.group != object {
                        self.out.predicates[noun].add(local.function, local.group);
                    }
                }
            }
        }
    }

    fn number_clauses(&mut self) {
        let mut number = 0;
        let mut clause = vec![0; self.groups.len()];
        let mut starts = vec![false; self.groups.len() + 1];
        for (at, g) in self.groups.iter().enumerate() {
            match &g.body {
                Body::Joint(
                    Word::RelativeSubject
                    | Word::RelativeObject
                    | Word::RelativePlace
                    | Word::That
                    | Word::Subordinate
                    | Word::SubordinateAfter
                    | Word::SubordinateBefore
                    | Word::Condition
                    | Word::But,
                )
                | Body::Mark(';') => starts[at] = true,
                Body::Verb(v) if v.form == Form::Finite && self.surface[at].is_some_and(|s| s >= at) => {
                    let says = self.out.of_group[at]
                        .is_some_and(|p| self.out.predicates[p].is(VerbUse::Say) || self.out.predicates[p].is(VerbUse::Deny));
                    let mark = (0..at).rev().take(3).find(|i| matches!(self.groups[*i].body, Body::Mark(_)));
                    if let Some(mark) = mark.filter(|_| says) {
                        starts[mark] = true;
                    }
                }
                Body::Verb(v) if v.form == Form::Finite => {
                    if let Some(subject) = self.surface[at].filter(|s| *s < at) {
                        let verb_between = (0..subject).rev().any(|i| self.is_finite(i));
                        if verb_between && !(subject..at).any(|i| self.is_finite(i)) {
                            starts[subject] = true;
                        }
                        if (subject..at).any(|i| self.is_finite(i)) {
                            // The verb after a relative clause, or a second verb: its clause begins at the joint.
                            let joint =
                                (subject..at).rev().find(|i| matches!(self.groups[*i].body, Body::Joint(_) | Body::Mark(',')));
                            starts[joint.unwrap_or(at)] = true;
                        }
                    }
                }
                _ => {}
            }
        }
        for at in 0..self.groups.len() {
            if starts[at] && at > 0 {
                number += 1;
            }
            clause[at] = number;
        }
        self.out.clause = clause;
    }
}
