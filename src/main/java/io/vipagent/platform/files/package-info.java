/** The one way in which this program opens and replaces files. */
@NullMarked
package io.vipagent.platform.files;

import org.jspecify.annotations.NullMarked;
