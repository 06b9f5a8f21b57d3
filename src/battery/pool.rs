//! Concurrent lanes: as many at once as the endpoint can handle, each to its next reading.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::task::JoinSet;

use crate::battery::lane::{Lane, Shared};
use crate::battery::outage::OutageControl;
use crate::battery::sender::Sender;

/// Maximum number of lanes to prepare at once, if the consumer must know entities in advance.
const PREPARED: usize = 200;

/// Advances lanes that need no readings to their ends. `next` makes them when their turn comes, `done` gets each as soon
/// as it has ended.
pub(super) async fn run<T: Send + 'static>(
    sender: &Sender,
    outage: Option<&Arc<OutageControl>>,
    mut next: impl FnMut() -> Option<(T, Lane)>,
    mut done: impl FnMut(T, Lane),
) {
    let mut ready: VecDeque<(T, Lane)> = VecDeque::new();
    let mut flying = JoinSet::new();
    let mut is_over = false;
    loop {
        while !is_over && flying.len() < sender.concurrency().size() && sender.stopped().is_none() {
            if sender.is_silent() && !flying.is_empty() {
                // No answer arrives: those in flight may still get one.
                break;
            }
            if ready.is_empty() {
                let most = if sender.prepares() { PREPARED } else { 1 };
                ready.extend(std::iter::from_fn(&mut next).take(most));
                sender.prepare(ready.iter().flat_map(|(_, lane)| lane.attempts())).await;
            }
            let Some((what, lane)) = ready.pop_front() else {
                is_over = true;
                break;
            };
            if sender.concurrency().size() == 1 {
                // Nothing else is in flight: a separate task would cost more than it gains.
                let lane = lane.advance(sender.clone(), outage.cloned()).await;
                done(what, lane);
                continue;
            }
            let (sender, outage) = (sender.clone(), outage.cloned());
            let mut lane = lane;
            lane.shared = Shared::Yes;
            flying.spawn(async move { (what, lane.advance(sender, outage).await) });
        }
        let Some(landed) = flying.join_next().await else { break };
        if let Ok((what, lane)) = landed {
            done(what, lane);
        }
    }
}

/// Advances lanes to their next readings. Those that must run alone follow one after the other.
pub(super) async fn advance(
    sender: &Sender,
    outage: Option<&Arc<OutageControl>>,
    lanes: Vec<Lane>,
    width: Width,
) -> Vec<Lane> {
    let mut places: Vec<Option<Lane>> = lanes.into_iter().map(Some).collect();
    let is_shared = |lane: &Option<Lane>| {
        width == Width::SideBySide
            && lane.as_ref().is_some_and(|lane| !lane.has_ended() && lane.waits.is_none() && !lane.is_exclusive())
    };
    let shared: Vec<usize> = (0..places.len()).filter(|at| is_shared(&places[*at])).collect();
    let mut turns = shared.into_iter();
    let mut landed: Vec<(usize, Lane)> = Vec::new();
    {
        let mut next = || {
            let at = turns.next()?;
            places[at].take().map(|lane| (at, lane))
        };
        run(sender, outage, &mut next, |at, lane| landed.push((at, lane))).await;
    }
    for (at, lane) in landed {
        places[at] = Some(lane);
    }
    let mut advanced = Vec::with_capacity(places.len());
    for lane in places.into_iter().flatten() {
        advanced.push(if lane.has_ended() || lane.waits.is_some() {
            lane
        } else {
            sender.prepare(lane.attempts()).await;
            lane.advance(sender.clone(), outage.cloned()).await
        });
    }
    advanced
}

/// Whether lanes may run concurrently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    SideBySide,
    OneByOne,
}
