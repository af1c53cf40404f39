//! The markup of the web app. `view!` reads as Leptos' own macro does, and makes less of it: what never changes becomes
//! one string that the browser parses and copies, what changes becomes a call for each place.
//!
//! ```text
//! view! { <p class="hint" aria-busy=busy>{words} " " <b>"!"</b></p> }
//! ```
//! becomes
//! ```text
//! crate::view::View::markup("<p class=\"hint\" _><!> <b>!</b></p>")
//!     .here().attribute("aria-busy", busy)
//!     .child(words)
//! ```
//! In the string `_` marks an element of which something changes, `<!>` the place of a child.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::{Error, Expr, Ident, Lit, Result, Stmt};

/// Elements that have no end.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Markup, with Rust in it: `{child}`, `attribute=value`, `class:name=yes`, `prop:name=value`, `on:event=handler`.
#[proc_macro]
pub fn view(markup: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(markup.into()).unwrap_or_else(Error::into_compile_error).into()
}

fn expand(markup: TokenStream) -> Result<TokenStream> {
    let views = rstml::parse2(markup)?.iter().map(root).collect::<Result<Vec<_>>>()?;
    let [view] = views.as_slice() else {
        return Ok(quote! { crate::view::View::from(vec![#(#views),*]) });
    };
    Ok(view.clone())
}

/// A view of its own.
fn root(node: &Node) -> Result<TokenStream> {
    match node {
        Node::Element(element) => {
            let mut markup = Markup::default();
            markup.element(element)?;
            let Markup { html, calls } = markup;
            Ok(quote! { crate::view::View::markup(#html) #calls })
        }
        Node::Block(block) => {
            let child = unbraced(block);
            Ok(quote! { crate::view::IntoView::into_view(#child) })
        }
        Node::Text(text) => {
            let text = &text.value;
            Ok(quote! { crate::view::IntoView::into_view(#text) })
        }
        other => Err(Error::new_spanned(other, "neither an element nor a text in quotes nor `{…}`")),
    }
}

/// One element with all that is in it.
#[derive(Default)]
struct Markup {
    html: String,
    calls: TokenStream,
}

impl Markup {
    fn node(&mut self, node: &Node) -> Result<()> {
        match node {
            Node::Element(element) => self.element(element)?,
            Node::Text(text) => self.html += &escaped(&text.value_string()),
            Node::Block(block) => {
                let child = unbraced(block);
                self.html += "<!>";
                self.calls.extend(quote! { .child(#child) });
            }
            other => {
                return Err(Error::new_spanned(other, "neither an element nor a text in quotes nor `{…}`"));
            }
        }
        Ok(())
    }

    fn element(&mut self, element: &NodeElement<rstml::Infallible>) -> Result<()> {
        let name = element.name().to_string().trim_end_matches('_').to_owned();
        if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
            return Err(Error::new_spanned(element.name(), "a component: write `leptos::view!` for it"));
        }
        self.html += &["<", &name].concat();
        let mut changing = TokenStream::new();
        for attribute in element.attributes() {
            let NodeAttribute::Attribute(attribute) = attribute else {
                return Err(Error::new_spanned(attribute, "an attribute needs a name"));
            };
            changing.extend(self.attribute(attribute)?);
        }
        if !changing.is_empty() {
            self.html += " _";
            self.calls.extend(quote! { .here() #changing });
        }
        self.html.push('>');
        if VOID.contains(&name.as_str()) {
            return Ok(());
        }
        for child in &element.children {
            self.node(child)?;
        }
        self.html += &["</", &name, ">"].concat();
        Ok(())
    }

    /// Writes down an attribute that stays as it is; gives the call for one that changes.
    fn attribute(&mut self, attribute: &KeyedAttribute) -> Result<Option<TokenStream>> {
        let name = attribute.key.to_string();
        let Some(value) = attribute.value() else {
            self.html += &[" ", &name].concat();
            return Ok(None);
        };
        if let Some(kind_and_name) = name.split_once(':') {
            return bound(kind_and_name, value, attribute).map(Some);
        }
        Ok(match (name.as_str(), value) {
            (_, Expr::Lit(literal)) if let Lit::Str(text) = &literal.lit => {
                self.html += &[" ", &name, "=\"", &escaped(&text.value()), "\""].concat();
                None
            }
            ("class", Expr::Tuple(pair)) => {
                let pair = &pair.elems;
                Some(quote! { .class(#pair) })
            }
            ("inner_html", _) => Some(quote! { .property("innerHTML", #value) }),
            _ => Some(quote! { .attribute(#name, #value) }),
        })
    }
}

/// `class:name=…`, `prop:name=…`, `on:event=…`
fn bound((kind, name): (&str, &str), value: &Expr, attribute: &KeyedAttribute) -> Result<TokenStream> {
    match kind {
        "class" => Ok(quote! { .class(#name, #value) }),
        "prop" => Ok(quote! { .property(#name, #value) }),
        "on" => {
            let event = Ident::new(name, proc_macro2::Span::call_site());
            Ok(quote! { .on(&::leptos::ev::#event, #value) })
        }
        _ => Err(Error::new_spanned(&attribute.key, "unknown: `class:`, `prop:` and `on:` are known")),
    }
}

/// The expression of a block, which needs no braces where it is alone.
fn unbraced(block: &NodeBlock) -> TokenStream {
    match block.try_block().map(|block| block.stmts.as_slice()) {
        Some([Stmt::Expr(only, None)]) => only.to_token_stream(),
        _ => block.to_token_stream(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(markup: TokenStream) -> String {
        expand(markup).unwrap().to_string().replace(' ', "")
    }

    #[test]
    fn what_never_changes_is_one_string() {
        let made = made(quote! { <p class="hint">"a < b" <br /> <svg><use_ href="#a"></use_></svg></p> });
        assert_eq!(
            made,
            r##"crate::view::View::markup("<pclass=\"hint\">a&lt;b<br><svg><usehref=\"#a\"></use></svg></p>")"##
        );
    }

    #[test]
    fn what_changes_is_a_call_for_each_place() {
        let made = made(
            quote! { <p title=hint class:on=yes><b>{words}</b><input prop:value=value on:input=take /></p> },
        );
        let html = r#"crate::view::View::markup("<p_><b><!></b><input_></p>")"#;
        let calls = [
            r#".here().attribute("title",hint).class("on",yes).child(words)"#,
            r#".here().property("value",value).on(&::leptos::ev::input,take)"#,
        ];
        assert_eq!(made, [html, &calls.concat()].concat());
    }

    #[test]
    fn several_views_are_a_list() {
        let made = made(quote! { {words} "!" });
        let each = ["words", "\"!\""].map(|part| format!("crate::view::IntoView::into_view({part})"));
        assert_eq!(made, format!("crate::view::View::from(vec![{}])", each.join(",")));
    }

    #[test]
    fn components_are_leptos_own() {
        assert!(expand(quote! { <Redirect path="/" /> }).is_err());
    }
}
