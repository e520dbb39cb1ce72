//! The quick way to read TOML: one pass over the parser's events straight into a [`Tree`]. It takes files as
//! nearly all are written. Whatever else it meets — an error, a dotted key, something newer than TOML 1.0 —
//! it leaves to the thorough way, which knows all of the language and says what is wrong.

use std::borrow::Cow;
use std::cell::Cell;

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{EventReceiver, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source, Span as Range};

use super::tree::{Children, Data, Node, TextRange, Tree};
use crate::base::source::Span;

/// Tables within lists within tables: what lies deeper is left to the thorough way.
const DEEPEST: usize = 16;

/// Keys of one table: duplicates are looked for by comparing each with each.
const MOST_KEYS: u32 = 64;

/// The values of `input`, which begins at `offset` of its file; none if it takes the thorough way.
pub(super) fn parse(input: &str, offset: u32) -> Option<Tree> {
    let source = Source::new(input);
    let is_doubtful = Cell::new(false);
    let mut reader = QuickReader {
        source,
        offset,
        items: Vec::with_capacity(8 + input.len() / 16),
        open: vec![0],
        key: None,
        header: None,
        is_after_comma: false,
        unescaped: String::new(),
        is_doubtful: &is_doubtful,
    };
    reader.items.push(Item::new(Data::Table(NO_CHILDREN), Span::default()));
    let tokens = source.lex().into_vec();
    let mut errors = |_: ParseError| is_doubtful.set(true);
    parse_document(&tokens, &mut ValidateWhitespace::new(&mut reader, source), &mut errors);
    if is_doubtful.get() {
        return None;
    }
    let mut nodes = Vec::with_capacity(reader.items.len());
    nodes.push(reader.items[0].node);
    lay(&reader.items, 0, 0, &mut nodes);
    Some(Tree { nodes: nodes.into_boxed_slice(), unescaped: reader.unescaped.into_boxed_str() })
}

const NO_CHILDREN: Children = Children { first: 0, len: 0 };

/// A value as it was met; its children are a chain.
struct Item {
    node: Node,
    first: u32,
    last: u32,
    next: u32,
    children: u32,
    /// Whether `[[name]]` may add to it.
    is_open_list: bool,
}

impl Item {
    fn new(data: Data, span: Span) -> Self {
        let node = Node { key: TextRange::default(), key_span: Span::default(), span, parent: 0, data };
        Self { node, first: 0, last: 0, next: 0, children: 0, is_open_list: false }
    }
}

/// Copies the children of `items[item]`, which is node `parent`, and all below them, so that siblings stand
/// side by side.
fn lay(items: &[Item], item: u32, parent: u32, nodes: &mut Vec<Node>) {
    let whole = &items[item as usize];
    let children = Children { first: nodes.len() as u32, len: whole.children };
    match &mut nodes[parent as usize].data {
        Data::Table(place) | Data::List(place) => *place = children,
        _ => return,
    }
    let chain = || {
        std::iter::successors(Some(whole.first), |child| Some(items[*child as usize].next))
            .take(whole.children as usize)
    };
    nodes.extend(chain().map(|child| Node { parent, ..items[child as usize].node }));
    for (node, child) in children.range().zip(chain()) {
        lay(items, child, node as u32, nodes);
    }
}

struct QuickReader<'i, 'd> {
    source: Source<'i>,
    offset: u32,
    /// In the order of the file; the first is the table of the whole file.
    items: Vec<Item>,
    /// The tables and lists that haven't ended yet; the first is the one that the last header began.
    open: Vec<u32>,
    /// The key whose value is to come.
    key: Option<(TextRange, Span)>,
    /// Where the header that is being read begins.
    header: Option<usize>,
    is_after_comma: bool,
    unescaped: String,
    is_doubtful: &'d Cell<bool>,
}

impl<'i> QuickReader<'i, '_> {
    fn doubt(&self) {
        self.is_doubtful.set(true);
    }

    fn span(&self, span: Range) -> Span {
        Span::new(span.start(), span.end()).shifted(self.offset)
    }

    /// The text between the quotes of `raw`, or all of it, if that is `decoded`.
    fn within(&self, raw: Range, encoding: Option<Encoding>, decoded: &str) -> Option<TextRange> {
        let quotes = match encoding {
            None => 0,
            Some(Encoding::LiteralString | Encoding::BasicString) => 1,
            Some(_) => return None,
        };
        if raw.len() < 2 * quotes {
            return None;
        }
        let span = Span::new(raw.start() + quotes, raw.end() - quotes);
        (span.len() == decoded.len()).then(|| TextRange { span: span.shifted(self.offset), unescaped: false })
    }

    fn raw(&self, span: Range, encoding: Option<Encoding>) -> Option<Raw<'i>> {
        let text = self.source.input().get(span.start()..span.end())?;
        Some(Raw::new_unchecked(text, encoding, span))
    }

    /// Adds a value to the innermost table or list.
    fn add(&mut self, data: Data, span: Range) -> u32 {
        // Nothing more is looked for: what is wrong may be wrong a hundred thousand times.
        if self.is_doubtful.get() {
            return 0;
        }
        let span = self.span(span);
        let number = self.items.len() as u32;
        let parent = self.open.last().copied().unwrap_or(0);
        let mut item = Item::new(data, span);
        match (self.items[parent as usize].node.data, self.key.take()) {
            (Data::Table(_), Some((key, key_span))) => {
                if self.find(parent, key).is_some() || self.items[parent as usize].children >= MOST_KEYS {
                    self.doubt();
                }
                (item.node.key, item.node.key_span) = (key, key_span);
            }
            (Data::List(_), None) => {}
            _ => self.doubt(),
        }
        self.items.push(item);
        self.chain(parent, number);
        number
    }

    /// Makes item `child` the last child of `parent`.
    fn chain(&mut self, parent: u32, child: u32) {
        let last = self.items[parent as usize].last;
        if self.items[parent as usize].children == 0 {
            self.items[parent as usize].first = child;
        } else {
            self.items[last as usize].next = child;
        }
        self.items[parent as usize].last = child;
        self.items[parent as usize].children += 1;
    }

    /// The child of table `parent` that has `key`.
    fn find(&self, parent: u32, key: TextRange) -> Option<u32> {
        let text = |key: TextRange| {
            let begin = (key.span.start as usize).checked_sub(self.offset as usize)?;
            self.source.input().get(begin..begin + key.span.len())
        };
        let whole = &self.items[parent as usize];
        let mut child = whole.first;
        for _ in 0..whole.children {
            let item = &self.items[child as usize];
            if item.node.key.span.len() == key.span.len() && text(item.node.key) == text(key) {
                return Some(child);
            }
            child = item.next;
        }
        None
    }

    fn enter(&mut self, data: Data, span: Range) -> bool {
        self.is_after_comma = false;
        if self.open.len() >= DEEPEST || self.is_doubtful.get() {
            self.doubt();
            return false;
        }
        let item = self.add(data, span);
        self.open.push(item);
        true
    }

    fn leave(&mut self, span: Range) {
        let end = self.span(span).end;
        match self.open.pop() {
            Some(item) if !self.open.is_empty() => self.items[item as usize].node.span.end = end,
            _ => self.doubt(),
        }
        self.is_after_comma = false;
        if self.open.is_empty() {
            self.open.push(0);
        }
    }

    fn is_in_inline_table(&self) -> bool {
        let innermost = self.open.last().map(|item| self.items[*item as usize].node.data);
        self.open.len() > 1 && matches!(innermost, Some(Data::Table(_)))
    }

    /// Begins the table of the header that ends at `end`.
    fn begin_table(&mut self, end: Range, is_list: bool) {
        let (Some(start), Some((key, key_span))) = (self.header.take(), self.key) else {
            self.doubt();
            return;
        };
        if self.is_doubtful.get() {
            return;
        }
        let span = Range::new_unchecked(start, end.end());
        self.open.clear();
        self.open.push(0);
        let known = self.find(0, key);
        let table = if is_list {
            let list = match known {
                Some(list) if self.items[list as usize].is_open_list => list,
                _ => {
                    self.key = Some((key, key_span));
                    let list = self.add(Data::List(NO_CHILDREN), span);
                    self.items[list as usize].is_open_list = true;
                    list
                }
            };
            self.key = None;
            self.open[0] = list;
            self.add(Data::Table(NO_CHILDREN), span)
        } else {
            self.add(Data::Table(NO_CHILDREN), span)
        };
        self.open[0] = table;
    }

    fn scalar_data(
        &mut self,
        span: Range,
        encoding: Option<Encoding>,
        errors: &mut dyn ErrorSink,
    ) -> Option<Data> {
        let raw = self.raw(span, encoding)?;
        if let Some(inner) = plain(raw.as_str(), encoding) {
            return self.within(span, encoding, inner).map(Data::String);
        }
        let mut decoded = Cow::Borrowed("");
        let kind = raw.decode_scalar(&mut decoded, errors);
        Some(match kind {
            ScalarKind::String => match (&decoded, self.within(span, encoding, &decoded)) {
                (Cow::Borrowed(_), Some(text)) => Data::String(text),
                // Its escapes may be newer ones.
                _ if raw.as_str().contains('\\') => return None,
                _ => {
                    let start = self.unescaped.len();
                    self.unescaped.push_str(&decoded);
                    let span = Span::new(start, self.unescaped.len());
                    Data::String(TextRange { span, unescaped: true })
                }
            },
            ScalarKind::Boolean(value) => Data::Boolean(value),
            ScalarKind::Integer(radix) => Data::Integer(i64::from_str_radix(&decoded, radix.value()).ok()?),
            ScalarKind::Float => Data::Float(decoded.parse().ok()?),
            ScalarKind::DateTime => {
                let moment: toml::value::Datetime = decoded.parse().ok()?;
                match (moment.date, moment.time) {
                    (_, Some(time)) if time.second.is_none() => return None,
                    (Some(date), None) => super::parse::date(date).map_or(Data::Moment, Data::Date),
                    _ => Data::Moment,
                }
            }
        })
    }
}

/// What `raw` says, if that is what stands between its quotes, as in nearly all strings.
fn plain(raw: &str, encoding: Option<Encoding>) -> Option<&str> {
    let quote = match encoding? {
        Encoding::BasicString => '"',
        Encoding::LiteralString => '\'',
        _ => return None,
    };
    let inner = raw.strip_prefix(quote)?.strip_suffix(quote)?;
    let is_plain = |byte: u8| byte >= b' ' && byte != 0x7f && byte != b'\\' && byte != quote as u8;
    // Without a way out in between, so that many bytes are looked at together.
    inner.bytes().fold(true, |all, byte| all & is_plain(byte)).then_some(inner)
}

/// Whether a key needs no quotes, and has none.
fn is_bare(key: &[u8]) -> bool {
    !key.is_empty() && key.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

impl EventReceiver for QuickReader<'_, '_> {
    fn std_table_open(&mut self, span: Range, _: &mut dyn ErrorSink) {
        self.header = Some(span.start());
    }

    fn std_table_close(&mut self, span: Range, _: &mut dyn ErrorSink) {
        self.begin_table(span, false);
    }

    fn array_table_open(&mut self, span: Range, _: &mut dyn ErrorSink) {
        self.header = Some(span.start());
    }

    fn array_table_close(&mut self, span: Range, _: &mut dyn ErrorSink) {
        self.begin_table(span, true);
    }

    fn inline_table_open(&mut self, span: Range, _: &mut dyn ErrorSink) -> bool {
        self.enter(Data::Table(NO_CHILDREN), span)
    }

    fn inline_table_close(&mut self, span: Range, _: &mut dyn ErrorSink) {
        if self.is_after_comma {
            self.doubt();
        }
        self.leave(span);
    }

    fn array_open(&mut self, span: Range, _: &mut dyn ErrorSink) -> bool {
        self.enter(Data::List(NO_CHILDREN), span)
    }

    fn array_close(&mut self, span: Range, _: &mut dyn ErrorSink) {
        self.leave(span);
    }

    fn simple_key(&mut self, span: Range, encoding: Option<Encoding>, errors: &mut dyn ErrorSink) {
        let Some(raw) = self.raw(span, encoding) else { return self.doubt() };
        let mut decoded = Cow::Borrowed(raw.as_str());
        if encoding.is_some() || !is_bare(raw.as_bytes()) {
            decoded = Cow::Borrowed("");
            raw.decode_key(&mut decoded, errors);
        }
        match (decoded, self.key) {
            (Cow::Borrowed(decoded), None) => {
                let text = self.within(span, encoding, decoded);
                self.key = text.map(|text| (text, self.span(span)));
                if text.is_none() {
                    self.doubt();
                }
            }
            _ => self.doubt(),
        }
    }

    fn key_sep(&mut self, _: Range, _: &mut dyn ErrorSink) {
        self.doubt();
    }

    fn scalar(&mut self, span: Range, encoding: Option<Encoding>, errors: &mut dyn ErrorSink) {
        self.is_after_comma = false;
        match self.scalar_data(span, encoding, errors) {
            Some(data) => {
                self.add(data, span);
            }
            None => self.doubt(),
        }
    }

    fn value_sep(&mut self, _: Range, _: &mut dyn ErrorSink) {
        self.is_after_comma = true;
    }

    fn newline(&mut self, _: Range, _: &mut dyn ErrorSink) {
        if self.is_in_inline_table() {
            self.doubt();
        }
    }

    fn error(&mut self, _: Range, _: &mut dyn ErrorSink) {
        self.doubt();
    }
}

#[cfg(test)]
mod tests;
