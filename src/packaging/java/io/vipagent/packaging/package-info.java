/** What is shipped around the program: man pages, notices, images, packages; and the tests that hold them. */
@NullMarked
package io.vipagent.packaging;

import org.jspecify.annotations.NullMarked;
