//! The typed records of each built-in kind that has a type.

use super::typed_list::TypedList;
use super::{Model, View};
use crate::record::{KindId, RecordId};
use crate::workspace::kind;
use crate::workspace::model::{self, Typed};

/// What the records of a built-in kind are read as.
pub trait OfKind<'a>: Typed<'a> {
    /// The kind of record that it is read from.
    const KIND: KindId;
    /// The record with number `id`, as far as it is one of the kind and can be read.
    fn at<'v>(view: &'v View<'a>, id: RecordId) -> Option<&'v Self>;
}

macro_rules! typed {
    ($($constant:ident $name:literal $(: $type:ident, $all:ident, $one:ident)?;)*) => {
        /// The typed records by kind.
        #[derive(Default)]
        pub(super) struct TypedRecords<'a> {
            $($(pub(super) $all: TypedList<model::$type<'a>>,)?)*
        }

        impl<'a> TypedRecords<'a> {
            /// Reads all of them.
            pub(super) fn read_all(&self, model: &Model<'a>) {
                $($(self.$all.read_all(model);)?)*
            }
        }

        $($(
            impl<'a> OfKind<'a> for model::$type<'a> {
                const KIND: KindId = kind::$constant;

                fn at<'v>(view: &'v View<'a>, id: RecordId) -> Option<&'v Self> {
                    view.$one(id)
                }
            }

            impl<'a> View<'a> {
                #[doc = concat!("All records of the kind `", $name, "`, in the order of their type.")]
                pub fn $all(&self) -> &[model::$type<'a>] {
                    self.all(&self.model.typed.$all)
                }

                #[doc = concat!("The ", $name, " that a link names, or that has a number.")]
                pub fn $one(&self, meant: impl Into<Option<RecordId>>) -> Option<&model::$type<'a>> {
                    self.one(&self.model.typed.$all, meant.into()?)
                }
            }
        )?)*
    };
}
kind::built_in!(typed);
