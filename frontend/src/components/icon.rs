//! Phosphor icons, drawn from one sprite: `style/assets.mjs` reads the names below and puts those, and no others,
//! into `public/icons.svg`.
use crate::view::{View, view};

macro_rules! icons {
    ($($icon:ident => $name:literal,)*) => {
        /// An icon of the sprite.
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Icon { $($icon,)* }

        impl Icon {
            const fn name(self) -> &'static str {
                match self { $(Self::$icon => $name,)* }
            }
        }
    };
}

icons! {
    Archive => "archive",
    ArrowLeft => "arrow-left-bold",
    ArrowCounterClockwise => "arrow-counter-clockwise-bold",
    Bell => "bell",
    BellFill => "bell-fill",
    BookOpen => "book-open",
    BookOpenFill => "book-open-fill",
    BookmarkSimple => "bookmark-simple",
    BookmarkSimpleFill => "bookmark-simple-fill",
    CalendarBlank => "calendar-blank",
    CalendarCheck => "calendar-check",
    CalendarPlus => "calendar-plus",
    CalendarX => "calendar-x",
    CaretDown => "caret-down",
    CaretRight => "caret-right",
    ChatCircle => "chat-circle",
    ChatCircleFill => "chat-circle-fill",
    Check => "check-bold",
    CheckCircleFill => "check-circle-fill",
    CircleDashed => "circle-dashed",
    CircleHalfFill => "circle-half-fill",
    ClipboardText => "clipboard-text",
    Clock => "clock",
    Copy => "copy",
    DotsThree => "dots-three-bold",
    DownloadSimple => "download-simple",
    EnvelopeSimple => "envelope-simple",
    Eye => "eye",
    EyeSlash => "eye-slash",
    Flag => "flag",
    Funnel => "funnel",
    HandHeart => "hand-heart",
    Handshake => "handshake",
    HandshakeFill => "handshake-fill",
    HourglassMedium => "hourglass-medium-bold",
    House => "house",
    HouseFill => "house-fill",
    Info => "info",
    Link => "link",
    LockSimple => "lock-simple",
    MagnifyingGlass => "magnifying-glass",
    MagnifyingGlassFill => "magnifying-glass-fill",
    Minus => "minus",
    Moon => "moon",
    PaperPlaneRightFill => "paper-plane-right-fill",
    PaperPlaneTilt => "paper-plane-tilt",
    PaperPlaneTiltFill => "paper-plane-tilt-fill",
    PencilSimple => "pencil-simple",
    Phone => "phone",
    PlayFill => "play-fill",
    Plugs => "plugs",
    Plus => "plus-bold",
    Printer => "printer",
    Prohibit => "prohibit",
    SignOut => "sign-out",
    SlidersHorizontal => "sliders-horizontal",
    Translate => "translate",
    Trash => "trash",
    UserCircle => "user-circle",
    Users => "users",
    UsersThree => "users-three",
    VideoCamera => "video-camera",
    WarningCircle => "warning-circle",
    WifiSlash => "wifi-slash",
    X => "x-bold",
}

impl Icon {
    /// It points along the line, so it turns round where lines run from right to left.
    const fn turns(self) -> bool {
        matches!(
            self,
            Self::ArrowLeft
                | Self::CaretRight
                | Self::ChatCircle
                | Self::ChatCircleFill
                | Self::PaperPlaneRightFill
                | Self::PaperPlaneTilt
                | Self::PaperPlaneTiltFill
                | Self::SignOut
        )
    }
}

/// An icon beside words that say the same.
pub(crate) fn icon(icon: Icon, class: &'static str) -> View {
    let href = ["/assets/icons.svg#", icon.name()].concat();
    let class = if icon.turns() { [class, " turn-rtl"].concat() } else { class.to_owned() };
    view! { <svg class=class fill="currentColor" aria-hidden="true"><use_ href=href /></svg> }
}

/// An icon that says something by itself.
pub(crate) fn icon_that_says(which: Icon, class: &'static str, words: &'static str) -> View {
    view! { <span role="img" aria-label=words>{icon(which, class)}</span> }
}
