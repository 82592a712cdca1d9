//! The names of what can be one of a few.

use super::{Bound, Direction, Qualifier, Rating, Severity, Sharing, State, Status};

macro_rules! codes {
    ($($name:ident { $($variant:ident $code:literal)* })*) => {
        $(impl $name {
            /// Its name in the JSON.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),* }
            }
        })*

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn the_names_are_those_of_the_json() {
                $($({
                    let printed = serde_json::to_string(&$name::$variant).unwrap();
                    assert_eq!(printed, format!("{:?}", $name::$variant.code()));
                })*)*
            }
        }
    };
}

codes! {
    Rating {
        Achieved "achieved"
        MostlyAchieved "mostly_achieved"
        NotAchieved "not_achieved"
        Pending "pending"
        NotSet "not_set"
    }
    Status {
        Evaluated "evaluated"
        Pending "pending"
        NotSet "not_set"
        Abolished "abolished"
    }
    Bound {
        AtLeast "at_least"
        AtMost "at_most"
        LessThan "less_than"
        MoreThan "more_than"
    }
    Sharing { Sum "sum" Each "each" }
    Direction {
        Increase "increase"
        Decrease "decrease"
        Improvement "improvement"
        Unstated "unstated"
    }
    Qualifier {
        Preliminary "preliminary"
        Provisional "provisional"
        Expected "expected"
        Estimated "estimated"
        Reference "reference"
        Revised "revised"
        Final "final"
    }
    State {
        Done "done"
        None "none"
        Pending "pending"
        NotSet "not_set"
        Text "text"
    }
    Severity { Error "error" Warning "warning" Info "info" }
}
