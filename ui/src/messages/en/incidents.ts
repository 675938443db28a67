/** Words of the incidents screen. */

export const incidents = {};
