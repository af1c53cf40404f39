//! What every type that travels can do.

/// Declares types that travel: serialised, comparable, and described in the OpenAPI document.
macro_rules! travels {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })*) => {$(
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        $(#[$meta])*
        pub struct $name { $($body)* }
    )*};
}
pub(crate) use travels;
