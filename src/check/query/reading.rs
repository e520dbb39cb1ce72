//! Reads an expression: the crate `cel` says how its parts hang together, and here each of them gets its
//! meaning.

mod calls;
mod complaints;
mod values;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;

use cel::Env;
use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, SelectExpr, SourceInfo, operators};

use super::expression::{Expression, ExpressionNode, Order, Reckon, Trait};
use super::fault::QueryFault;
use crate::base::nearest::nearest;
use crate::base::source::Span;
use crate::base::words::did_you_mean;
use crate::record::KindId;
use crate::workspace::schema::Schemas;
use crate::workspace::schema::plan::Target;

/// The most bytes that an expression may have: longer ones are programs.
const LONGEST: usize = 2_000;

/// How deeply expressions may be nested.
const DEEPEST: u16 = 32;

/// How long a chain of operators or fields may be.
const LONGEST_CHAIN: usize = 64;

/// The parser goes deeper than the stack of any thread allows: it has its own.
const STACK: usize = 32 << 20;

/// An expression that was read.
pub(super) struct Read {
    pub(super) root: Expression,
    /// The kinds of which it asks whether they name a record.
    pub(super) asks_of: Vec<KindId>,
    /// The texts that must name something.
    pub(super) named: Vec<Named>,
    fields: BTreeSet<Box<str>>,
    says_the_kind: bool,
}

/// A text that must name something, where it stands, and what that may be.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) span: Span,
    pub(super) text: Arc<str>,
    pub(super) targets: Vec<Target>,
}

impl Read {
    /// Whether records of `kind` have one of the fields that it names.
    pub(super) fn fits(&self, schemas: &Schemas, kind: KindId) -> bool {
        let known = schemas.kind(kind).plan.properties_at([].into_iter());
        let mut fields = self.fields.iter();
        self.says_the_kind || self.fields.is_empty() || fields.any(|field| known.contains(&&**field))
    }
}

/// Reads `text`, which is about records of `kinds`, or of any kind.
pub(super) fn read(text: &str, schemas: &Schemas, kinds: Option<&[KindId]>) -> Result<Read, QueryFault> {
    if text.len() > LONGEST {
        let message = format!("the expression is longer than {LONGEST} bytes");
        return Err(QueryFault::new(Span::new(LONGEST, text.len()), message).with("say less at once"));
    }
    if text.trim().is_empty() {
        let help = "write a condition, such as `stage == \"in-progress\"`";
        return Err(QueryFault::new(Span::new(0, text.len()), "the expression is empty").with(help));
    }
    thread::scope(|scope| {
        let reading =
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || parsed(text, schemas, kinds));
        let unread = || QueryFault::new(Span::new(0, text.len()), "the expression can't be read");
        reading.map_err(|_| unread())?.join().map_err(|_| unread())?
    })
}

fn parsed(text: &str, schemas: &Schemas, kinds: Option<&[KindId]>) -> Result<Read, QueryFault> {
    // No macros: `exists` and the like stay calls, which is what they are to those who write them.
    let parser = Env::default().parser().max_recursion_depth(DEEPEST);
    let (root, source) =
        parser.parse_with_source_info(text).map_err(|errors| complaints::about(text, &errors))?;
    let all: Vec<KindId> = schemas.ids().collect();
    let mut reader = Reader {
        text,
        source,
        schemas,
        kinds: kinds.unwrap_or(&all),
        inner: schemas.kinds().iter().flat_map(|kind| kind.plan.properties()).collect(),
        items: Vec::new(),
        origins: Vec::new(),
        depth: 0,
        asks_of: Vec::new(),
        named: Vec::new(),
        fields: BTreeSet::new(),
        says_the_kind: false,
    };
    let root = reader.read(&root)?;
    let Reader { asks_of, named, fields, says_the_kind, .. } = reader;
    Ok(Read { root, asks_of, named, fields, says_the_kind })
}

struct Reader<'t> {
    text: &'t str,
    source: SourceInfo,
    schemas: &'t Schemas,
    kinds: &'t [KindId],
    /// What may stand in a record, at any depth.
    inner: BTreeSet<&'t str>,
    /// The names of the items at hand, from the outermost list.
    items: Vec<String>,
    /// Where they stand.
    origins: Vec<values::Origin>,
    depth: usize,
    asks_of: Vec<KindId>,
    named: Vec<Named>,
    fields: BTreeSet<Box<str>>,
    says_the_kind: bool,
}

impl Reader<'_> {
    fn read(&mut self, at: &IdedExpr) -> Result<Expression, QueryFault> {
        let span = match &at.expr {
            Expr::Select(select) => self.field_span(at.id, &select.field),
            _ => self.span(at.id),
        };
        self.depth += 1;
        if self.depth > LONGEST_CHAIN {
            return Err(QueryFault::new(span, format!("more than {LONGEST_CHAIN} parts hang together here"))
                .with("use a list: `id in [\"a\", \"b\"]`"));
        }
        let node = match &at.expr {
            Expr::Literal(literal) => self.literal(literal, span)?,
            Expr::Ident(name) => self.name(name, span)?,
            Expr::Select(select) => self.select(select, span)?,
            Expr::Call(call) => self.call(call, span)?,
            Expr::List(list) if list.optional_indices.is_empty() => {
                ExpressionNode::List(self.all(&list.elements)?)
            }
            Expr::List(_) | Expr::Map(_) | Expr::Struct(_) | Expr::Comprehension(_) | Expr::Unspecified => {
                return Err(QueryFault::new(span, "this isn't used here")
                    .with("an expression is made of fields, texts, numbers, lists and conditions"));
            }
        };
        self.depth -= 1;
        Ok(Expression { span, node })
    }

    fn all(&mut self, parts: &[IdedExpr]) -> Result<Vec<Expression>, QueryFault> {
        parts.iter().map(|part| self.read(part)).collect()
    }

    /// Where the part with this number stands. The last byte that the parser gives is within.
    fn span(&self, id: u64) -> Span {
        let (first, last) = self.source.offset_for(id).unwrap_or_default();
        Span::new(first as usize, (last as usize + 1).min(self.text.len()))
    }

    fn literal(&self, literal: &LiteralValue, span: Span) -> Result<ExpressionNode, QueryFault> {
        Ok(match literal {
            LiteralValue::Null => ExpressionNode::Null,
            LiteralValue::Boolean(truth) => ExpressionNode::Truth(*truth.inner()),
            LiteralValue::Int(number) => ExpressionNode::Integer(*number.inner()),
            LiteralValue::Double(number) => ExpressionNode::Number(*number.inner()),
            LiteralValue::String(text) => ExpressionNode::Text(Arc::from(text.inner())),
            LiteralValue::UInt(_) | LiteralValue::Bytes(_) => {
                let written = self.text.get(span.range()).unwrap_or_default();
                return Err(QueryFault::new(span, format!("`{written}` is nothing that a record can hold"))
                    .with("write a plain number or text"));
            }
        })
    }

    /// A name that stands by itself.
    fn name(&mut self, name: &str, span: Span) -> Result<ExpressionNode, QueryFault> {
        if let Some(depth) = self.items.iter().rposition(|item| item == name) {
            return Ok(ExpressionNode::Item(depth));
        }
        match (name, Trait::named(name)) {
            ("record", _) => return Ok(ExpressionNode::Record),
            ("today", _) => return Ok(ExpressionNode::Today),
            (_, Some(wanted)) => {
                self.says_the_kind |= wanted == Trait::Kind;
                return Ok(ExpressionNode::Trait(wanted));
            }
            _ => {}
        }
        let (schemas, kinds) = (self.schemas, self.kinds);
        let fields = || {
            let of_kind = |kind: &KindId| schemas.kind(*kind).plan.properties_at([].into_iter());
            kinds.iter().flat_map(of_kind)
        };
        if let Some(field) = field(name, |wanted| fields().any(|known| known == wanted)) {
            self.fields.insert(field.clone());
            return Ok(ExpressionNode::Field(field));
        }
        let message = match kinds {
            [kind] => format!("a record of kind `{}` has no field `{name}`", schemas.kind(*kind).name),
            _ => format!("no kind has a field `{name}`"),
        };
        let known: BTreeSet<String> = fields().map(|known| known.replace('-', "_")).collect();
        let words = Trait::ALL.iter().map(|(known, _)| *known).chain(["record", "today"]);
        let near = nearest(
            name,
            known.iter().map(String::as_str).chain(words).chain(self.items.iter().map(String::as_str)),
        );
        let is_word = |known: &str| self.after(span).starts_with(&format!("{known}-"));
        Err(QueryFault::new(span, message).with(match near {
            Some(near) => did_you_mean(near),
            None if is_word(name) => {
                format!("in a name write `_` for `-`; a text stands in quotes: \"{name}\"")
            }
            None => format!(
                "a text stands in quotes: \"{name}\"; `teambook schema KIND` says which fields there are"
            ),
        }))
    }

    fn select(&mut self, select: &SelectExpr, span: Span) -> Result<ExpressionNode, QueryFault> {
        let of = self.read(&select.operand)?;
        let name = select.field.as_str();
        let wanted = Trait::named(name);
        self.says_the_kind |= wanted == Some(Trait::Kind) && matches!(of.node, ExpressionNode::Record);
        let found = field(name, |known| self.inner.contains(known));
        if let Some(key) = found.or_else(|| wanted.map(|_| Box::from(name))) {
            return Ok(ExpressionNode::Select(Box::new(of), key, wanted));
        }
        let known: BTreeSet<String> = self.inner.iter().map(|known| known.replace('-', "_")).collect();
        let near = nearest(name, known.iter().map(String::as_str).chain(Trait::ALL.map(|(known, _)| known)));
        let help = match near {
            Some(near) => did_you_mean(near),
            None => format!("a key that no schema names is asked for as `[\"{name}\"]`"),
        };
        Err(QueryFault::new(span, format!("nothing in a record is called `{name}`")).with(help))
    }

    /// Where the field of a selection stands: the parser only knows where its dot is.
    fn field_span(&self, id: u64, field: &str) -> Span {
        let span = self.span(id);
        let start = self.after(span).find(field).map_or(span.start, |at| span.start + at as u32) as usize;
        Span::new(start, (start + field.len()).min(self.text.len()))
    }

    /// The text from the beginning of `span` on.
    fn after(&self, span: Span) -> &str {
        self.text.get(span.start as usize..).unwrap_or_default()
    }

    fn call(&mut self, call: &CallExpr, span: Span) -> Result<ExpressionNode, QueryFault> {
        let name = call.func_name.as_str();
        if call.target.is_some() || name.starts_with(char::is_alphabetic) {
            return self.function(call, span);
        }
        let mut parts = self.all(&call.args)?;
        if name == operators::CONDITIONAL {
            let parts = <[Expression; 3]>::try_from(parts).map_err(|_| unused(span))?;
            return Ok(ExpressionNode::Choice(Box::new(parts)));
        }
        if parts.len() == 1 {
            let part = Box::new(parts.remove(0));
            return match name {
                operators::LOGICAL_NOT => Ok(ExpressionNode::Not(part)),
                operators::NEGATE => Ok(ExpressionNode::Negative(part)),
                _ => Err(unused(span)),
            };
        }
        let parts = Box::new(<[Expression; 2]>::try_from(parts).map_err(|_| unused(span))?);
        if matches!(name, operators::EQUALS | operators::NOT_EQUALS | operators::IN) {
            self.hold_against_each_other(&parts)?;
        }
        Ok(match name {
            operators::LOGICAL_AND => ExpressionNode::And(parts),
            operators::LOGICAL_OR => ExpressionNode::Or(parts),
            operators::EQUALS => ExpressionNode::Same(true, parts),
            operators::NOT_EQUALS => ExpressionNode::Same(false, parts),
            operators::LESS => ExpressionNode::Order(Order::Less, parts),
            operators::LESS_EQUALS => ExpressionNode::Order(Order::LessOrSame, parts),
            operators::GREATER => ExpressionNode::Order(Order::Greater, parts),
            operators::GREATER_EQUALS => ExpressionNode::Order(Order::GreaterOrSame, parts),
            operators::ADD => ExpressionNode::Reckon(Reckon::Add, parts),
            operators::SUBSTRACT => ExpressionNode::Reckon(Reckon::Subtract, parts),
            operators::MULTIPLY => ExpressionNode::Reckon(Reckon::Multiply, parts),
            operators::DIVIDE => ExpressionNode::Reckon(Reckon::Divide, parts),
            operators::MODULO => ExpressionNode::Reckon(Reckon::Remainder, parts),
            operators::IN => ExpressionNode::In(parts),
            operators::INDEX => ExpressionNode::Index(parts),
            _ => return Err(unused(span)),
        })
    }
}

/// The field that `name` stands for: as it is written, or with hyphens, which no name in an expression has.
fn field(name: &str, is_known: impl Fn(&str) -> bool) -> Option<Box<str>> {
    let hyphened = name.replace('_', "-");
    [name, &hyphened].into_iter().find(|name| is_known(name)).map(Box::from)
}

fn unused(span: Span) -> QueryFault {
    QueryFault::new(span, "this operator isn't used here")
}
