//! Goals: what the two of a relationship want to reach, agreed in versions, with milestones and progress on the way.

mod belongings;
mod briefs;
pub(crate) mod comments;
pub(crate) mod export;
pub(crate) mod milestones;
pub(crate) mod progress;
mod routes;
mod starts;
pub(crate) mod steps;
pub(crate) mod store;
mod timeline;
mod versions;
pub(crate) mod view;
pub mod worker;
mod written;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(starts::routes::get_goal_starts)
        .service(export::routes::export_goals)
        .service(briefs::routes::list_goals)
        .service(routes::draft_goal)
        .service(briefs::routes::list_my_goals)
        .service(timeline::routes::get_timeline)
        .service(routes::get_goal)
        .service(routes::edit_goal)
        .service(routes::discard_goal)
        .service(milestones::routes::save_milestones)
        .service(routes::activate_goal)
        .service(routes::agree_goal)
        .service(routes::achieve_goal)
        .service(routes::let_go_of_goal)
        .service(routes::reopen_goal)
        .service(milestones::routes::lay_milestone)
        .service(milestones::routes::take_up_milestone)
        .service(progress::routes::list_progress)
        .service(progress::routes::record_progress)
        .service(progress::routes::correct_progress)
        .service(progress::routes::remove_progress)
        .service(comments::routes::comment_on_goal)
        .service(comments::routes::remove_goal_comment)
        .service(versions::routes::get_goal_history)
        .service(versions::routes::get_goal_changes);
}
