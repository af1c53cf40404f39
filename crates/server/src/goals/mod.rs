//! Goals: what the two of a relationship want to reach, agreed in versions, with milestones and progress on the way.

mod csv;
pub(crate) mod export;
pub(crate) mod progress;
mod routes;
pub(crate) mod steps;
pub(crate) mod store;
pub(crate) mod view;
pub mod worker;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::get_goal_starts)
        .service(routes::export_goals)
        .service(routes::list_goals)
        .service(routes::draft_goal)
        .service(routes::list_my_goals)
        .service(routes::get_timeline)
        .service(routes::get_goal)
        .service(routes::edit_goal)
        .service(routes::discard_goal)
        .service(routes::save_milestones)
        .service(routes::activate_goal)
        .service(routes::agree_goal)
        .service(routes::achieve_goal)
        .service(routes::let_go_of_goal)
        .service(routes::reopen_goal)
        .service(routes::lay_milestone)
        .service(routes::take_up_milestone)
        .service(progress::routes::list_progress)
        .service(progress::routes::record_progress)
        .service(progress::routes::correct_progress)
        .service(progress::routes::remove_progress)
        .service(routes::comment_on_goal)
        .service(routes::remove_goal_comment)
        .service(routes::get_goal_history)
        .service(routes::get_goal_changes);
}
