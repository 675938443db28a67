//! Room for words: what a text may not cover, and how labels share a column.

use crate::chart::Rect;

/// Keeps what is already on the drawing, so that words find free room.
pub(crate) struct Room {
    bounds: Rect,
    taken: Vec<Rect>,
    lines: Vec<Vec<(f64, f64)>>,
    faint: Vec<Vec<(f64, f64)>>,
}

impl Room {
    pub(crate) fn new(bounds: Rect) -> Self {
        Self {
            bounds,
            taken: Vec::new(),
            lines: Vec::new(),
            faint: Vec::new(),
        }
    }

    /// `left`, moved so that a text of `width` lies within the bounds.
    pub(crate) fn inside(&self, left: f64, width: f64) -> f64 {
        fit(left, width, self.bounds.x, self.bounds.right())
    }

    /// Nothing may lie within `place` any more.
    pub(crate) fn take(&mut self, place: Rect) {
        self.taken.push(place);
    }

    /// Nothing may lie on `line` any more.
    pub(crate) fn keep_off(&mut self, line: Vec<(f64, f64)>) {
        self.lines.push(line);
    }

    /// Words may lie on `line`, but rather not.
    pub(crate) fn rather_off(&mut self, line: Vec<(f64, f64)>) {
        self.faint.push(line);
    }

    /// Whether `place` lies within the bounds and on nothing.
    pub(crate) fn is_free(&self, place: Rect) -> bool {
        self.bounds.holds(place)
            && !self.taken.iter().any(|t| t.meets(place))
            && !self.lines.iter().any(|line| touches(line, place))
    }

    /// The first free one of `places`, taken; one off the faint lines wins.
    pub(crate) fn first_free(&mut self, places: &[Rect]) -> Option<Rect> {
        let mut free = places.iter().copied().filter(|p| self.is_free(*p));
        let first = free.clone().next()?;
        let clear = |p: &Rect| !self.faint.iter().any(|line| touches(line, *p));
        let found = free.find(clear).unwrap_or(first);
        self.take(found);
        Some(found)
    }

    /// The first one of `places` within the bounds that no other words stand on, taken, though
    /// lines may run through it: for words that must not go missing.
    pub(crate) fn first_apart(&mut self, places: &[Rect]) -> Option<Rect> {
        let apart = |p: &Rect| self.bounds.holds(*p) && !self.taken.iter().any(|t| t.meets(*p));
        let found = places.iter().copied().find(apart)?;
        self.take(found);
        Some(found)
    }
}

fn touches(line: &[(f64, f64)], place: Rect) -> bool {
    line.windows(2).any(|s| crosses(s[0], s[1], place))
}

/// Whether the segment from `a` to `b` touches `rect`: its part within the
/// horizontal and the vertical strip of the rectangle is not empty.
fn crosses(a: (f64, f64), b: (f64, f64), rect: Rect) -> bool {
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    for (from, to, low, high) in [
        (a.0, b.0, rect.x, rect.right()),
        (a.1, b.1, rect.y, rect.bottom()),
    ] {
        let run = to - from;
        if run == 0.0 {
            if from < low || from > high {
                return false;
            }
        } else {
            let (t0, t1) = ((low - from) / run, (high - from) / run);
            enter = enter.max(t0.min(t1));
            leave = leave.min(t0.max(t1));
        }
    }
    enter <= leave
}

/// Tops for blocks stacked in one column, each as near to where it wants to be
/// as the others allow, none overlapping, all between `top` and `bottom` if
/// they fit. `blocks` are (wanted top, height); the order of the answer is
/// theirs.
pub(crate) fn spread(blocks: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by(|a, b| blocks[*a].0.total_cmp(&blocks[*b].0));
    // Groups of blocks that touch: (members, top, height). A group stands so
    // that its members are on average where they want to be.
    let mut groups: Vec<(Vec<usize>, f64, f64)> = Vec::new();
    for index in order {
        let (wanted, height) = blocks[index];
        let mut group = (vec![index], fit(wanted, height, top, bottom), height);
        while let Some(above) = groups.pop_if(|g| g.1 + g.2 > group.1) {
            let mut members = above.0;
            members.extend(group.0);
            let (mut offset, mut sum) = (0.0, 0.0);
            for member in &members {
                sum += blocks[*member].0 - offset;
                offset += blocks[*member].1;
            }
            let wanted = sum / members.len() as f64;
            group = (members, fit(wanted, offset, top, bottom), offset);
        }
        groups.push(group);
    }
    let mut tops = vec![0.0; blocks.len()];
    for (members, start, _) in groups {
        let mut y = start;
        for member in members {
            tops[member] = y;
            y += blocks[member].1;
        }
    }
    tops
}

/// `wanted`, moved so that `height` ends above `bottom` and starts below
/// `top`; where both are impossible the top wins.
fn fit(wanted: f64, height: f64, top: f64, bottom: f64) -> f64 {
    wanted.min(bottom - height).max(top)
}

/// Which labels of an axis to write: every k-th, with the least k at which no
/// two come closer than `gap`. Among the starts for that k the one that keeps
/// the most text wins, because the longer labels carry the year.
/// `labels` are (left, width); zero width marks a tick without a label.
pub(crate) fn thin(labels: &[(f64, f64)], gap: f64) -> Vec<usize> {
    let written: Vec<usize> = (0..labels.len()).filter(|i| labels[*i].1 > 0.0).collect();
    for k in 1..=written.len() {
        let best = (0..k)
            .map(|start| -> Vec<usize> { written.iter().skip(start).step_by(k).copied().collect() })
            .filter(|kept| {
                kept.windows(2)
                    .all(|w| labels[w[0]].0 + labels[w[0]].1 + gap <= labels[w[1]].0)
            })
            .map(|kept| {
                let text: f64 = kept.iter().map(|i| labels[*i].1).sum();
                (kept, text)
            })
            // `max_by` would keep the last of equals; the first start is wanted.
            .reduce(|a, b| if b.1 > a.1 + 0.5 { b } else { a });
        if let Some((kept, _)) = best {
            return kept;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_blocks_keep_order_and_never_overlap() {
        let blocks = [(50.0, 28.0), (52.0, 28.0), (48.0, 14.0), (290.0, 28.0)];
        let tops = spread(&blocks, 0.0, 300.0);
        let mut placed: Vec<(f64, f64)> = tops.iter().copied().zip(blocks.map(|b| b.1)).collect();
        placed.sort_by(|a, b| a.0.total_cmp(&b.0));
        for pair in placed.windows(2) {
            assert!(pair[0].0 + pair[0].1 <= pair[1].0 + 1e-9, "{placed:?}");
        }
        assert_eq!(tops[3], 272.0);
        assert!(tops[2] < tops[0] && tops[0] < tops[1]);
    }

    #[test]
    fn a_block_alone_stands_where_it_wants() {
        assert_eq!(spread(&[(50.0, 20.0)], 0.0, 300.0), [50.0]);
        assert_eq!(spread(&[(-5.0, 20.0)], 0.0, 300.0), [0.0]);
    }

    #[test]
    fn a_segment_through_a_rectangle_crosses_it() {
        let rect = Rect::new(10.0, 10.0, 10.0, 10.0);
        assert!(crosses((0.0, 0.0), (30.0, 30.0), rect));
        assert!(crosses((15.0, 0.0), (15.0, 30.0), rect));
        assert!(!crosses((0.0, 0.0), (30.0, 5.0), rect));
        assert!(!crosses((0.0, 25.0), (25.0, 50.0), rect));
    }

    #[test]
    fn thinning_keeps_the_longest_labels_apart() {
        let month = |i: usize| (i as f64 * 30.0, if i == 3 { 50.0 } else { 22.0 });
        let labels: Vec<_> = (0..12).map(month).collect();
        let kept = thin(&labels, 8.0);
        assert_eq!(kept, [1, 3, 5, 7, 9, 11]);
    }
}
