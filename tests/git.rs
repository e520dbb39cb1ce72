//! The program in repositories of every kind, made by the real `git`.

mod damage;
mod events;
mod harmless;
mod hooks;
mod index;
mod kinds;
mod memory;
mod merges;
mod places;
mod replay;
mod repository;
mod shapes;
mod snapshots;
mod trailers;
